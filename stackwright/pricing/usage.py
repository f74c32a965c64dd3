"""What is assumed of a stack's use where the graph cannot say: typed, documented, and printed with the estimate."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace

from stackwright.pricing.model import Range


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
        default=Range(0.05, 0.2, 1), metadata={"says": "seconds for each call of a function"}
    )
    capacity_block_hours: Range = field(
        default=Range(24, 168, 730), metadata={"says": "hours of capacity blocks for each node group a month"}
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
    def known(cls) -> tuple[str, ...]:
        """Names that `with_values` takes."""
        return tuple(each.name for each in fields(cls))

    def with_values(self, values: "Mapping[str, float | Range]") -> "Usage":
        """The profile with `values`; a single number is taken as low, expected and high at once."""
        return replace(
            self,
            **{name: value if isinstance(value, Range) else Range.of(value) for name, value in values.items()},
        )


DEFAULT = Usage()
"""The profile of a stack that says nothing of its use."""
