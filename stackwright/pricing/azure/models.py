"""What models and search cost on Azure: provisioned throughput, tokens, search units."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

THROUGHPUT: Final[Mapping[str, Key]] = {
    sku: Key("Azure OpenAI", sku, "PTU-hour")
    for sku in ("ProvisionedManaged", "DataZoneProvisionedManaged", "GlobalProvisionedManaged")
}
"""Throughput that is billed by the hour, used or not, by the SKU of its deployment."""
TOKENS: Final[Mapping[str, Key]] = {
    model: Key("Azure OpenAI", model, "1k tokens") for model in ("text-embedding-3-large", "text-embedding-3-small")
}
SEARCH: Final[Mapping[str, Key]] = {
    sku: Key("AI Search", sku, "unit-hour")
    for sku in ("basic", "standard", "standard2", "standard3", "storage_optimized_l1", "storage_optimized_l2")
}

KEYS: Final = (*THROUGHPUT.values(), *TOKENS.values(), *SEARCH.values())

_OF_MODELS: Final = ("OpenAI", "AIServices")


def account(bill: Bill) -> Iterable[LineItem]:
    """Nothing of its own for models, which are billed at their deployments; other kinds are billed by the call."""
    kind = bill.text("kind")
    if kind in _OF_MODELS:
        yield bill.free("billed at its deployments (Azure OpenAI pricing)")
    else:
        yield bill.unpriced("calls", f"no dated price for calls to {kind or 'unknown'} accounts")


def deployment(bill: Bill) -> Iterable[LineItem]:
    """Hours of provisioned throughput, or the tokens of a model that is billed by them."""
    sku, model, count = bill.text("sku.name"), bill.text("properties.model.name"), bill.number("sku.capacity", 1)
    if not sku or count is None:
        yield bill.unknown("throughput", "sku.capacity" if sku else "sku.name")
    elif sku in THROUGHPUT:
        yield bill.priced(THROUGHPUT[sku], Range.of(count * HOURS), note="billed whether used or not")
    elif sku == "Standard" and model in TOKENS:
        yield bill.used(TOKENS[model], "model_tokens", times=1 / 1000)
    else:
        yield bill.unpriced("tokens", f"no dated price for tokens of {model or 'an unknown model'} as {sku}")


def search(bill: Bill) -> Iterable[LineItem]:
    """Hours of every search unit: replicas times partitions."""
    sku = bill.text("sku.name")
    replicas, partitions = bill.number("replicaCount", 1), bill.number("partitionCount", 1)
    if not sku or replicas is None or partitions is None:
        yield bill.unknown("search units", "replicaCount" if sku else "sku.name")
    elif sku == "free":
        yield bill.free("the Free tier has no fee (Azure AI Search pricing)")
    elif sku in SEARCH:
        yield bill.priced(SEARCH[sku], Range.of(replicas * partitions * HOURS))
    else:
        yield bill.unpriced("search units", f"no dated price for tier {sku}")


DECISIONS: Final[Mapping[str, Decision]] = {
    "azure-native:cognitiveservices:Account": account,
    "azure-native:cognitiveservices:Deployment": deployment,
    "azure-native:search:Service": search,
}
