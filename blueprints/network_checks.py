"""Rules on the network and on the way into the cluster."""

from collections.abc import Iterator
from ipaddress import IPv4Network, ip_network

from stackwright.accelerators.regions import regions, zones
from stackwright.blueprints.problems import listed, nearest
from stackwright.blueprints.sections import PublicAccess, StackSpec
from stackwright.blueprints.services import NEEDS
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.blueprints.values import Cloud, Internet, Way
from stackwright.blueprints.wording import Mistake
from stackwright.components.limits import PRIVATE_RANGES, Feature, limit
from stackwright.components.ranges import PREFIX_MAX, PREFIX_MIN, WIDEST_PREFIX

_PRIVATE = tuple(map(IPv4Network, PRIVATE_RANGES["aws"]))
"""Private ranges: RFC 1918, and RFC 6598 for shared address space."""


def range_is_usable(spec: StackSpec) -> Iterator[Mistake]:
    """The address range is private, well formed, and has room for the subnets."""
    here = ("network", "cidr")
    try:
        network = IPv4Network(spec.network.cidr)
    except ValueError:
        yield Mistake(
            here, "is not an address range", "a private IPv4 range such as 10.20.0.0/16", _base(spec.network.cidr)
        )
        return
    if network.prefixlen > PREFIX_MAX:
        yield Mistake(here, "has no room for the subnets", f"/{PREFIX_MIN} to /{PREFIX_MAX}")
    if network.prefixlen < PREFIX_MIN:
        yield Mistake(here, "is larger than a network may be", f"/{PREFIX_MIN} to /{PREFIX_MAX}")
    allowed = PRIVATE_RANGES[spec.cloud]
    if not any(network.subnet_of(private) for private in _PRIVATE):
        yield Mistake(here, "is not a private range", f"a range inside {listed(allowed)}")
    elif not any(network.subnet_of(IPv4Network(private)) for private in allowed):
        message = f"is where {spec.cloud} gives pods their addresses"
        yield Mistake(here, message, f"a range inside {listed(allowed)}", f"write 10.0.0.0/{network.prefixlen}")


def zones_belong(spec: StackSpec) -> Iterator[Mistake]:
    """Zones that are named are zones of the region, each once."""
    named = spec.network.zones
    if isinstance(named, int) or spec.region not in regions(spec.cloud):
        return
    known = zones(spec.region, spec.cloud)
    for index, zone in enumerate(named):
        here = ("network", "zones", index)
        if zone in named[:index]:
            yield Mistake(here, "is listed twice", hint="keep one of them")
        elif spec.cloud is Cloud.AWS and (zone[:-1] != spec.region or not "a" <= zone[-1:] <= "z"):
            yield Mistake(here, f"is not a zone of {spec.region}", f"names such as {spec.region}a")
        elif known and zone not in known:
            free = [name for name in known if name not in named]
            hint = f"write {free[min(index, len(free) - 1)]}" if free else ""
            yield Mistake(here, f"is not a zone of {spec.region}", listed(known), hint)


def zones_suffice(spec: StackSpec) -> Iterator[Mistake]:
    """The region has as many zones as the network spans; on AWS that differs by account."""
    if spec.cloud is Cloud.AWS or spec.region not in regions(spec.cloud):
        return
    known, asked = zones(spec.region, spec.cloud), spec.network.zones
    if not known:
        spread = [name for name in regions(spec.cloud) if zones(name, spec.cloud)]
        near = nearest(spec.region, spread) or spread[0]
        message = "has no zones, and a network spans at least two, so that one may fail"
        yield Mistake(("region",), message, hint=f"choose a region with zones, such as {near}")
    elif isinstance(asked, int) and asked > len(known):
        message = f"is more than {spec.region} has"
        yield Mistake(("network", "zones"), message, f"{len(known)} or less: {listed(known)}", f"write {len(known)}")


def services_suffice(spec: StackSpec) -> Iterator[Mistake]:
    """A network without internet has a private way to everything that the shape needs."""
    given = spec.network.services
    if given is None:
        return
    if len(set(given)) < len(given):
        yield Mistake(("network", "services"), "lists a service twice", hint="keep each once", show=False)
    missing = [service for service in NEEDS[str(getattr(spec, "blueprint", ""))] if service not in given]
    if spec.network.internet is Internet.NONE and missing:
        hint = f"add {listed(missing)}, or write `internet: nat`"
        message = "leaves out what the stack needs when it has no internet"
        yield Mistake(("network", "services"), message, hint=hint, show=False)


def cluster_is_not_public(spec: TrainingSpec) -> Iterator[Mistake]:
    """Addresses that reach the cluster are named ranges, never the internet."""
    access = spec.cluster.access
    for index, text in enumerate(access.public_cidrs if isinstance(access, PublicAccess) else ()):
        here = ("cluster", "access", "public_cidrs", index)
        try:
            network = ip_network(text)
        except ValueError:
            yield Mistake(here, "is not an address range", "an IPv4 range such as 203.0.113.0/24", _base(text))
            continue
        widest = WIDEST_PREFIX[network.version]
        if network.prefixlen < widest:
            hint = "name your own addresses, or write `access: inside`"
            yield Mistake(here, "opens the Kubernetes API to the internet", f"a range of /{widest} or smaller", hint)
        elif not isinstance(network, IPv4Network):
            yield Mistake(here, "is an IPv6 range, and the network has IPv4 addresses", "an IPv4 range")
        elif any(network.subnet_of(private) for private in _PRIVATE):
            hint = "remove it; the network itself always reaches the API"
            yield Mistake(here, "is a private range, which never arrives from outside", "a public range", hint)


def cluster_way_exists(spec: TrainingSpec) -> Iterator[Mistake]:
    """The way into the cluster exists on the cloud."""
    found = limit(spec.cloud, Feature.ACCESS_BY_DNS) if spec.cluster.access is Way.DNS else None
    if found is not None:
        allowed = "inside, or {public_cidrs: [...]}"
        yield Mistake(("cluster", "access"), found.reason, allowed, found.instead)


def _base(text: str) -> str:
    """What to write for a range whose first address is not its own."""
    try:
        return f"write {IPv4Network(text, strict=False)}"
    except ValueError:
        return ""
