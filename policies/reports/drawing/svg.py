"""SVG as text: elements whose attributes and words are escaped, whatever they hold."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from stackwright.policies.reports.words import clean


def element(tag: str, *inside: str, **attributes: object) -> str:
    """An element around what is SVG already; `class_` is the attribute class, other `_` are hyphens."""
    told = "".join(
        f" {name.rstrip('_').replace('_', '-')}={quoteattr(clean(shown(value)))}"
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{told}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{told}/>"


def words(text: str, x: float, y: float, class_: str, **attributes: object) -> str:
    """Text that begins at a place, or stands around it as `text_anchor` says."""
    return element("text", escape(clean(text)), x=x, y=y, class_=class_, **attributes)


def told(tag: str, text: str) -> str:
    """A title or a description."""
    return element(tag, escape(clean(text)))


def shown(value: object) -> str:
    """A number without what nobody sees; anything else as it is."""
    return f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)


def path(points: Iterable[tuple[float, float]], radius: float = 6) -> str:
    """Commands of a line through `points` whose corners are round."""
    corners = list(dict.fromkeys(points))
    said = [f"M{shown(corners[0][0])} {shown(corners[0][1])}"]
    for before, at, after in zip(corners, corners[1:], corners[2:], strict=False):
        start, end = _towards(at, before, radius), _towards(at, after, radius)
        said.append(f"L{_pair(start)}Q{_pair(at)} {_pair(end)}")
    return "".join([*said, f"L{_pair(corners[-1])}"])


def _pair(point: tuple[float, float]) -> str:
    return f"{shown(float(point[0]))} {shown(float(point[1]))}"


def _towards(at: tuple[float, float], other: tuple[float, float], radius: float) -> tuple[float, float]:
    """The point at most `radius`, and at most half the way, from `at` to `other`."""
    x, y = other[0] - at[0], other[1] - at[1]
    far = (x * x + y * y) ** 0.5 or 1.0
    step = min(radius, far / 2) / far
    return at[0] + x * step, at[1] + y * step


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """`text` as far as it is likely to fit in `width`; wide letters count for more."""
    room = width / (size * (0.6 if bold else 0.54))
    line = clean(text)
    if sum(_wide(char) for char in line) <= room:
        return line
    kept, used = "", 1.0
    for char in line:
        used += _wide(char)
        if used > room:
            break
        kept += char
    return kept.rstrip("- ") + "…"


def _wide(char: str) -> float:
    return 1.9 if ord(char) > 0x2E80 else 1.25 if char.isupper() else 1.0
