"""How the address range of a network is cut into subnets, so that adding a zone moves none of them."""

from dataclasses import dataclass

from stackwright.components.ranges import network_of

ZONES_MAX = 6
"""The largest number of zones in a region (us-east-1)."""


@dataclass(frozen=True, slots=True)
class Tiers:
    """Ranges of the subnets, one private and one public for each zone."""

    private: tuple[str, ...]
    public: tuple[str, ...]


def tiers(cidr: str, zones: int) -> Tiers:
    """Sixteen equal parts: the first ones are the private subnets, the last one holds the public subnets.

    A /16 gives private /20 (4,091 machines or pods each) and public /24.
    """
    parts = list(network_of(cidr, "aws").subnets(prefixlen_diff=4))
    public = list(parts[-1].subnets(prefixlen_diff=4))
    return Tiers(tuple(map(str, parts[:zones])), tuple(map(str, public[:zones])))
