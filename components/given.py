"""What a program hands to components and kits, checked the same way on every cloud."""

from typing import TypeVar

import pulumi

from stackwright.components.roles import Identity

K = TypeVar("K")
C = TypeVar("C")


def identity(who: Identity, kind: type[K], title: str) -> K:
    """`who`, if it is the component that `title` has for identities; that of another cloud is the program's mistake."""
    if not isinstance(who, kind):
        raise TypeError(f"{type(who).__name__} is not an identity of {title}")
    return who


def cluster(built: C | None) -> C:
    """The cluster of a kit, which a pool of nodes cannot do without."""
    if built is None:
        raise pulumi.RunError("a pool of nodes needs a cluster: call kit.cluster first")
    return built
