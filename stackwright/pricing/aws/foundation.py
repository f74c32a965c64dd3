"""What models of Amazon Bedrock cost: units of throughput that are kept ready."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

KEYS: Final[tuple[Key, ...]] = ()

_COMMITMENTS: Final[Mapping[str, str]] = {"": "no commitment", "OneMonth": "1 month", "SixMonths": "6 months"}


def model_unit(model: str, commitment: str) -> Key:
    """Hours of one unit of a model (`anthropic.claude-v2:1`, `OneMonth`; empty without a commitment)."""
    return Key("Bedrock", f"model unit of {model}, {_COMMITMENTS.get(commitment, commitment)}", "model-unit-hour")


def provisioned_throughput(bill: Bill) -> Iterable[LineItem]:
    """Hours of the units of a model, used or not, by the model and the commitment."""
    arn, units = bill.text("modelArn"), bill.number("modelUnits")
    commitment = bill.text("commitmentDuration", "")
    if not arn or units is None or commitment is None:
        missing = "modelArn" if not arn else "modelUnits" if units is None else "commitmentDuration"
        yield bill.unknown("model units", missing)
        return
    model = arn.rpartition("/")[2] if ":foundation-model/" in arn else "a model of its own"
    yield bill.priced(model_unit(model, commitment), Range.of(units * HOURS), note="billed whether used or not")


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput": provisioned_throughput,
}
