"""Names of resources that Google's provider does not name itself, the same in every run and different in every stack."""

from hashlib import sha256

import pulumi

_DIGITS = 7


def unique(name: str, longest: int, *parts: str, separator: str = "-") -> str:
    """`name`, cut so that it and digits of project, stack, name and `parts` fit `longest` characters.

    `parts` are what replaces the resource, so that the new one has another name than the old one.
    """
    text = "\0".join((pulumi.get_project(), pulumi.get_stack(), name, *parts))
    start = name.lower().replace("-", separator)[: longest - _DIGITS - 1].rstrip(separator)
    return f"{start}{separator}{sha256(text.encode()).hexdigest()[:_DIGITS]}"
