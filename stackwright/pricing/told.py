"""What a user tells of the use of a stack, as a model for the files of any room."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, Strict, WithJsonSchema, create_model
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from stackwright.pricing.model import HOURS
from stackwright.pricing.usage import BOUNDS, HOURS_OF, Usage, UsageProfile

_FIGURE = "a number such as 500, or {low: 100, expected: 500, high: 2000}"
_HOURS = f"{', '.join(HOURS_OF)}, or 0 to {HOURS} hours a month"
_Positive = Annotated[float, Strict(), Field(ge=0, le=1e15)]


def usage_model(base: type[BaseModel]) -> Any:
    """A model with one field for each assumption of the estimate, made like `base`, for `Usage.asked` when dumped."""
    doc = "What the price is estimated for, where the stack itself cannot say; nothing of it is made."
    bounds: dict[str, Any] = dict.fromkeys(BOUNDS, _Positive)
    # what is made here has its words with it: looking for them in the source takes most of the time
    kind: Any = type(base)
    base = kind("Told", (base,), {"model_config": {"use_attribute_docstrings": False}, "__module__": __name__})
    made = create_model("Figure", __base__=base, __doc__="A figure with its bounds.", **bounds)
    named: Any = TypeAliasType  # one definition in the schema, not one for each field
    figure: Any = named("Amount", Annotated[made, *_SHORT])
    figures: dict[str, Any] = {
        each.name: (figure | None, Field(default=None, description=_sentence(each.metadata["says"])))
        for each in Usage.figures()
    }
    return create_model("Usage", __base__=base, __doc__=doc, profile=_PROFILE, hours=_STOPPED, **figures)


def as_told(usage: BaseModel) -> dict[str, Any]:
    """What is told in a model made by `usage_model`, as `Usage.asked` takes it."""
    return usage.model_dump(mode="json", exclude_unset=True, exclude_none=True)


def _figure(value: Any) -> Any:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return dict.fromkeys(BOUNDS, value)
    if not isinstance(value, Mapping):
        raise _refused("is neither a number nor a mapping", _FIGURE)
    given: dict[str, Any] = dict(value)  # pyright: ignore[reportUnknownArgumentType]
    if "expected" in given:
        given = {"low": given["expected"], "high": given["expected"], **given}
    numbers = [each for each in map(given.get, BOUNDS) if isinstance(each, (int, float))]
    if len(numbers) == len(BOUNDS) and numbers != sorted(numbers):
        raise _refused("low, expected and high are not in this order", _FIGURE)
    return given


def _hours(value: Any) -> Any:
    known = HOURS_OF.get(value) if isinstance(value, str) else value
    if isinstance(known, bool) or not isinstance(known, (int, float)) or not 0 <= known <= HOURS:
        raise _refused("is neither a word for hours nor a number of them", _HOURS)
    return known


def _refused(message: str, allowed: str) -> PydanticCustomError:
    return PydanticCustomError("refused", "{message}", {"message": message, "allowed": allowed, "hint": ""})


def _sentence(says: str) -> str:
    return f"{says[0].upper()}{says[1:]}."


_SHORT: Any = (BeforeValidator(_figure), WithJsonSchema(Usage.figure_schema()))
_PROFILE: Any = (
    UsageProfile,
    Field(
        default=UsageProfile.SMALL,
        description="Volumes that are not told below: those of a `small` team, ten times as much, or a hundred times.",
    ),
)
_STOPPED: Any = (
    Annotated[float, BeforeValidator(_hours), WithJsonSchema(Usage.hours_schema())],
    Field(
        default=float(HOURS),
        examples=["business", 300],
        description="Hours a month of machines that can stop: `always`, `business` for ten on each working day, or how "
        "many.",
    ),
)
