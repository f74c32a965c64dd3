"""How a model of a configuration says what is wrong, so that every reader of it can say the same."""

from pydantic_core import PydanticCustomError


def refused(message: str, *, allowed: str = "", hint: str = "") -> PydanticCustomError:
    """The error of a validator: what is wrong, what is allowed and what to do."""
    context = {"message": message, "allowed": allowed, "hint": hint}
    return PydanticCustomError("refused", "{message} - {hint}" if hint else "{message}", context)
