"""Words and value types of blueprints: closed vocabularies, and forms that people write in short."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    Strict,
    TypeAdapter,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
from pydantic_core import CoreSchema, PydanticCustomError


class Section(BaseModel):
    """Part of a blueprint: closed, frozen, documented by attribute docstrings."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
        allow_inf_nan=False,
    )


class Cloud(StrEnum):
    """Clouds that a blueprint can name."""

    AWS = "aws"
    GCP = "gcp"
    AZURE = "azure"


class Environment(StrEnum):
    """Profiles of defaults; never a fork of the code, never part of a name."""

    DEV = "dev"
    STAGING = "staging"
    PROD = "prod"


class Platform(StrEnum):
    """Where the work runs: a cluster of one's own, or the cloud's managed service."""

    KUBERNETES = "kubernetes"
    MANAGED = "managed"


class Internet(StrEnum):
    """Whether private subnets reach the internet."""

    NAT = "nat"
    NONE = "none"


class NatGateways(StrEnum):
    """How many gateways carry that traffic."""

    SINGLE = "single"
    PER_ZONE = "per_zone"


class Service(StrEnum):
    """Services of the cloud that private subnets reach without the internet."""

    CLUSTER = "cluster"
    COMPUTE = "compute"
    ENDPOINT = "endpoint"
    FILESYSTEM = "filesystem"
    IDENTITY = "identity"
    KEYS = "keys"
    LOGS = "logs"
    METRICS = "metrics"
    REGISTRY = "registry"
    SECRETS = "secrets"
    SESSIONS = "sessions"


class Basis(StrEnum):
    """Which number of the estimate the budget is compared with."""

    EXPECTED = "expected"
    HIGH = "high"


class Way(StrEnum):
    """Ways to a Kubernetes API without opening it to addresses."""

    INSIDE = "inside"
    DNS = "dns"


Whole = Annotated[int, Strict()]
"""A whole number; text that looks like one is refused."""
Number = Annotated[float, Strict()]
"""A number; text that looks like one is refused."""
Flag = Annotated[bool, Strict()]
"""`true` or `false`; the words yes, no, on and off are refused."""
Days = Annotated[Whole, Field(ge=1, le=3653)]
"""A number of days, ten years at most."""

NAME = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
EMAIL = r"^[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$"
FORMS: Mapping[str, str] = {
    NAME: "a lower-case letter, then lower-case letters, digits and single dashes",
    EMAIL: "an e-mail address such as `ml-platform@example.com`",
}
"""What each pattern means in words, for messages."""

Email = Annotated[str, Field(pattern=EMAIL, max_length=254)]
"""An e-mail address."""


def refusal(message: str, *, allowed: str = "", hint: str = "") -> PydanticCustomError:
    """The error of a value type: `load` turns its parts into a problem."""
    context = {"message": message, "allowed": allowed, "hint": hint}
    return PydanticCustomError("refused", "{message}", context)


class NodeCount(Section):
    """How many nodes a pool has."""

    model_config = ConfigDict(json_schema_extra={"required": ["max"]})

    min: Annotated[Whole, Field(ge=0, le=1000)]
    """Nodes that always run; `max` when unset."""
    expected: Annotated[Whole, Field(ge=0, le=1000)]
    """Nodes that the estimate counts; `min` when unset, 1 where that is 0."""
    max: Annotated[Whole, Field(ge=1, le=1000)]
    """Most nodes that may run."""


class InstanceCount(Section):
    """Between how many instances a variant scales."""

    min: Annotated[Whole, Field(ge=0, le=500)] = 1
    """Instances that always run; no cloud's managed service takes 0 yet."""
    max: Annotated[Whole, Field(ge=1, le=500)] = 1
    """Most instances that may run."""


def _nodes(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"min": value, "expected": value, "max": value}
    if not isinstance(value, Mapping):
        raise refusal(
            "is neither a number nor a mapping", allowed="a number such as 2, or {min: 2, expected: 2, max: 2}"
        )
    given: dict[str, Any] = dict(value)  # pyright: ignore[reportUnknownArgumentType]
    least = given.setdefault("min", given.get("max", 1))
    given.setdefault("expected", max(least, 1) if isinstance(least, int) else 1)
    return given


def _instances(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        return {"min": value, "max": value}
    if not isinstance(value, Mapping):
        raise refusal("is neither a number nor a mapping", allowed="a number such as 1, or {min: 1, max: 4}")
    given: dict[str, Any] = dict(value)  # pyright: ignore[reportUnknownArgumentType]
    if "min" in given:
        given.setdefault("max", given["min"])
    return given


def branches(refused: Callable[[], PydanticCustomError], **forms: Any) -> WrapValidator:
    """Checks a union by the form of what was written (`text`, `number`, `items`, `fields`).

    One mistake is then one message, and its place has no name of a branch in it.
    """
    checks = {form: TypeAdapter[Any](kind) for form, kind in forms.items()}

    def check(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        if isinstance(value, BaseModel):
            return value
        found = checks.get(_form(value))
        if found is None:
            raise refused()
        return found.validate_python(value)

    return WrapValidator(check)


def _form(value: Any) -> str:
    if isinstance(value, bool):
        return ""
    kinds: tuple[tuple[type[Any], str], ...] = ((str, "text"), (int, "number"), (list, "items"), (dict, "fields"))
    return next((form for kind, form in kinds if isinstance(value, kind)), "")


class _ShortForm:
    """Adds the short form, a number, to the JSON Schema of a mapping."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [{"type": "integer", "minimum": 1}, handler(core)]}


Nodes = Annotated[NodeCount, BeforeValidator(_nodes), _ShortForm()]
"""`2`, or `{min, expected, max}`."""
Instances = Annotated[InstanceCount, BeforeValidator(_instances), _ShortForm()]
"""`2`, or `{min, max}`."""
