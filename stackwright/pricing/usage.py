"""What is assumed of a stack's use where the graph cannot say: typed, documented, and printed with the estimate."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields, replace
from enum import StrEnum
from functools import cache
from typing import Any, Final

from stackwright.pricing.model import HOURS, Range

BUSINESS_HOURS: Final = round(50 * 52 / 12)
"""Hours a month of machines that run ten hours on each working day."""


class UsageProfile(StrEnum):
    """How much a stack is used: every volume is ten times that of the profile before."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


_FACTORS: Final = {UsageProfile.SMALL: 1, UsageProfile.MEDIUM: 10, UsageProfile.LARGE: 100}
HOURS_OF: Final = {"always": HOURS, "business": BUSINESS_HOURS}
"""Hours a month of machines that can stop, by the words for them."""
BOUNDS: Final = ("low", "expected", "high")


@dataclass(frozen=True, slots=True)
class Usage:
    """Use of one resource of each kind in one month. The defaults are a small team's, not a measurement."""

    nat_gb: Range = field(default=Range(10, 100, 1000), metadata={"says": "GB through each NAT gateway a month"})
    vpc_endpoint_gb: Range = field(
        default=Range(1, 50, 500), metadata={"says": "GB through each interface endpoint a month"}
    )
    bucket_gb: Range = field(default=Range(100, 1000, 10_000), metadata={"says": "GB stored in each bucket a month"})
    bucket_writes: Range = field(
        default=Range(10_000, 100_000, 1_000_000), metadata={"says": "writes and listings on each bucket a month"}
    )
    bucket_reads: Range = field(
        default=Range(100_000, 1_000_000, 10_000_000), metadata={"says": "reads on each bucket a month"}
    )
    registry_gb: Range = field(default=Range(5, 20, 100), metadata={"says": "GB of images in each registry a month"})
    log_gb: Range = field(default=Range(1, 5, 50), metadata={"says": "GB written to each log group a month"})
    key_requests: Range = field(
        default=Range(10_000, 100_000, 1_000_000), metadata={"says": "requests to each key a month"}
    )
    filesystem_gb: Range = field(
        default=Range(10, 100, 1000), metadata={"says": "GB stored in each elastic file system a month"}
    )
    endpoint_gb: Range = field(
        default=Range(1, 10, 100), metadata={"says": "GB in and out of each managed endpoint a month"}
    )
    topic_messages: Range = field(default=Range(100, 1000, 10_000), metadata={"says": "messages to each topic a month"})
    topic_emails: Range = field(default=Range(10, 50, 500), metadata={"says": "e-mails to each subscriber a month"})
    secret_reads: Range = field(default=Range(1000, 10_000, 100_000), metadata={"says": "reads of each secret a month"})
    function_calls: Range = field(
        default=Range(10_000, 1_000_000, 10_000_000), metadata={"says": "calls of each function a month"}
    )
    function_seconds: Range = field(
        default=Range(0.05, 0.2, 1), metadata={"says": "seconds for each call of a function", "grows": False}
    )
    capacity_block_hours: Range = field(
        default=Range(24, 168, 730),
        metadata={"says": "hours of capacity blocks for each node group a month", "grows": False},
    )
    machine_hours: Range = field(
        default=Range.of(HOURS), metadata={"says": "hours a month of each machine that can stop", "grows": False}
    )
    egress_gb: Range = field(
        default=Range(1, 10, 100), metadata={"says": "GB from each bucket to the internet a month"}
    )
    bucket_growth_gb: Range = field(
        default=Range(10, 100, 1000), metadata={"says": "GB that each bucket gains in a month, stored for half of it"}
    )
    retrieval_gb: Range = field(
        default=Range(1, 10, 100), metadata={"says": "GB read back from each bucket of a colder class a month"}
    )
    balancer_gb: Range = field(default=Range(1, 10, 100), metadata={"says": "GB through each load balancer a month"})
    model_tokens: Range = field(
        default=Range(1_000_000, 10_000_000, 100_000_000),
        metadata={"says": "tokens to each model that is billed by the token a month"},
    )
    function_memory_gb: Range = field(
        default=Range(0.125, 0.5, 1.5),
        metadata={"says": "GB of memory for each call of a function that does not say", "grows": False},
    )
    bucket_cold_share: Range = field(
        default=Range.of(0.5),
        metadata={"says": "of what a bucket with a lifecycle holds is in its colder classes", "grows": False},
    )
    cdn_gb: Range = field(default=Range(10, 100, 1000), metadata={"says": "GB from each content network a month"})
    api_requests: Range = field(
        default=Range(100_000, 1_000_000, 10_000_000), metadata={"says": "requests to each API a month"}
    )
    dns_queries: Range = field(
        default=Range(10_000, 100_000, 1_000_000), metadata={"says": "queries of each name zone a month"}
    )
    queue_requests: Range = field(
        default=Range(100_000, 1_000_000, 10_000_000), metadata={"says": "requests to each queue or workflow a month"}
    )
    stream_gb: Range = field(default=Range(1, 10, 100), metadata={"says": "GB through each stream a month"})
    table_gb: Range = field(default=Range(1, 10, 100), metadata={"says": "GB stored in each table a month"})
    table_writes: Range = field(
        default=Range(10_000, 100_000, 1_000_000), metadata={"says": "writes to each table a month"}
    )
    table_reads: Range = field(
        default=Range(100_000, 1_000_000, 10_000_000), metadata={"says": "reads of each table a month"}
    )
    database_gb: Range = field(
        default=Range(10, 50, 500), metadata={"says": "GB stored in each database that grows by itself a month"}
    )
    database_requests: Range = field(
        default=Range(100_000, 1_000_000, 10_000_000), metadata={"says": "reads and writes of each such database"}
    )
    snapshot_gb: Range = field(default=Range(1, 20, 100), metadata={"says": "GB in each snapshot that states no size"})
    transit_gb: Range = field(
        default=Range(10, 100, 1000), metadata={"says": "GB through each transit attachment a month"}
    )
    job_hours: Range = field(
        default=Range(1, 10, 100), metadata={"says": "hours of each data job or query engine a month"}
    )
    scanned_tb: Range = field(default=Range(0.01, 0.1, 1), metadata={"says": "TB scanned by each query group a month"})
    recorded_items: Range = field(
        default=Range(1000, 10_000, 100_000), metadata={"says": "events, items or checks of each recorder a month"}
    )
    search_units: Range = field(
        default=Range(1, 2, 10), metadata={"says": "compute units of each search collection", "grows": False}
    )
    training_runs: Range = field(default=Range(1, 4, 20), metadata={"says": "runs of each training job a month"})
    training_hours: Range = field(
        default=Range(1, 8, 24), metadata={"says": "hours of each training run", "grows": False}
    )
    endpoint_calls: Range = field(
        default=Range(10_000, 100_000, 1_000_000), metadata={"says": "calls of each serverless endpoint a month"}
    )
    endpoint_seconds: Range = field(
        default=Range(0.05, 0.2, 1), metadata={"says": "seconds for each call of a serverless endpoint", "grows": False}
    )

    def __post_init__(self) -> None:
        for each in fields(self):
            value: Range = getattr(self, each.name)
            if not 0 <= value.low <= value.expected <= value.high:
                raise ValueError(f"usage.{each.name}: low, expected and high must be in this order, from 0 up")

    def says(self, name: str) -> str:
        """The assumption called `name` as a sentence."""
        value: Range = getattr(self, name)
        text = next(each.metadata["says"] for each in fields(self) if each.name == name)
        bounds = "" if value.low == value.high else f" ({value.low:,.12g} to {value.high:,.12g})"
        return f"{value.expected:,.12g} {text}{bounds}"

    @classmethod
    @cache
    def of(cls, profile: UsageProfile) -> "Usage":
        """The usage of `profile`."""
        usual, volumes = cls(), {each.name for each in fields(cls) if each.metadata.get("grows", True)}
        return cls(**{name: getattr(usual, name) * _FACTORS[profile] for name in volumes})

    @classmethod
    def asked(cls, told: Mapping[str, Any]) -> "Usage":
        """What a blueprint or a policy file tells, in the form of `schema`: a profile, hours, and single figures."""
        values = {name: _figure(value) for name, value in told.items() if name not in ("profile", "hours")}
        if "hours" in told:
            hours = HOURS_OF[told["hours"]] if told["hours"] in HOURS_OF else float(told["hours"])
            values["machine_hours"] = Range(hours, hours, HOURS)
        return cls.of(UsageProfile(told.get("profile", UsageProfile.SMALL))).with_values(values)

    @classmethod
    def schema(cls) -> dict[str, Any]:
        """JSON Schema of what `asked` takes."""
        words = {"profile": {"enum": [each.value for each in UsageProfile]}, "hours": cls.hours_schema()}
        names = [*words, *(each.name for each in cls.figures())]
        some = cls.figure_schema()
        return {"type": "object", "propertyNames": {"enum": names}, "properties": words, "additionalProperties": some}

    @classmethod
    def figure_schema(cls) -> dict[str, Any]:
        """JSON Schema of one assumption: a number, or its bounds."""
        number = {"type": "number", "minimum": 0}
        bounds = {"type": "object", "properties": dict.fromkeys(BOUNDS, number), "required": ["expected"]}
        return {"anyOf": [number, {**bounds, "additionalProperties": False}]}

    @classmethod
    def hours_schema(cls) -> dict[str, Any]:
        """JSON Schema of the hours of machines: a word, or a number."""
        return {"anyOf": [{"enum": list(HOURS_OF)}, {"type": "number", "minimum": 0, "maximum": HOURS}]}

    @classmethod
    def figures(cls) -> tuple["Field[Range]", ...]:
        """Assumptions that are told one by one; the hours of machines have words of their own."""
        return tuple(each for each in fields(cls) if each.name != "machine_hours")

    @classmethod
    def known(cls) -> tuple[str, ...]:
        """Names that `with_values` takes."""
        return tuple(each.name for each in fields(cls))

    def with_values(self, values: "Mapping[str, float | Range]") -> "Usage":
        """The profile with `values`; a single number is taken as low, expected and high at once."""
        if not values:
            return self
        return replace(
            self,
            **{name: value if isinstance(value, Range) else Range.of(value) for name, value in values.items()},
        )


def _figure(value: Any) -> Range:
    if not isinstance(value, Mapping):
        return Range.of(value)
    bounds: Mapping[str, float] = value  # pyright: ignore[reportUnknownVariableType]
    expected = bounds["expected"]
    return Range(bounds.get("low", expected), expected, bounds.get("high", expected))


DEFAULT = Usage()
"""The profile of a stack that says nothing of its use."""
