"""Rules about networks, subnetworks and firewalls."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.ports import ALLOWED_PORTS, among_ports
from stackwright.policies.remedy import Remedy, where
from stackwright.policies.rule import PROD_MANDATORY, rule
from stackwright.policies.shapes import among, is_set, must_be, number
from stackwright.policies.tokens import gcp, tokens

NETWORK = gcp("compute/Network")
SUBNETWORK = gcp("compute/Subnetwork")
FIREWALL = gcp("compute/Firewall")
WORLD = frozenset({"0.0.0.0/0", "::/0"})
# subnetworks that Google's own proxies live in, with no machines that could call or log
SERVICED = frozenset(
    {
        "GLOBAL_MANAGED_PROXY",
        "INTERNAL_HTTPS_LOAD_BALANCER",
        "PRIVATE_NAT",
        "PRIVATE_SERVICE_CONNECT",
        "REGIONAL_MANAGED_PROXY",
    }
)


@dataclass(frozen=True, slots=True)
class Opening:
    """Where one kind of firewall rule says whom it lets in."""

    ranges: str
    ports: str
    """Ports of what is let in; nothing listed is every port."""
    allows: str
    """Property that makes a rule let in: present, or `allow`."""
    narrower: tuple[str, ...] = ()
    """Properties that name sources instead of ranges."""


OPENINGS: Mapping[str, Opening] = {
    FIREWALL: Opening("sourceRanges", "allows[*].ports", "allows", ("sourceTags", "sourceServiceAccounts")),
    **dict.fromkeys(
        tokens("compute/NetworkFirewallPolicyRule", "compute/RegionNetworkFirewallPolicyRule", of=gcp),
        Opening("match.srcIpRanges", "match.layer4Configs[*].ports", "action", ("match.srcSecureTags",)),
    ),
}
_SUBNET = {
    "network": "network",
    "ipCidrRange": "10.0.0.0/20",
    "privateIpGoogleAccess": True,
    "logConfig": {"flowSampling": 0.5},
}
GOOD = (
    part(NETWORK, "network", {"autoCreateSubnetworks": False}),
    part(SUBNETWORK, "subnet", _SUBNET),
    part(
        FIREWALL,
        "inside",
        {"network": "network", "sourceRanges": ["10.0.0.0/8"], "allows": [{"protocol": "tcp", "ports": ["22"]}]},
    ),
)


@rule(
    id="gcp-network-no-open-ingress",
    types=frozenset(OPENINGS),
    severity="critical",
    fix="name the ranges, tags or service accounts that may connect",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_2 CKV_GCP_3 CKV2_GCP_12", cis_gcp="3.6 3.7", trivy="GCP-0027"),
    params=(ALLOWED_PORTS,),
    good=GOOD,
    bad=but("inside", sourceRanges=["0.0.0.0/0"]),
)
def no_open_ingress(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Firewalls let nobody in from the whole internet."""
    row = OPENINGS[resource.type]
    acts, way = resource.get(row.allows), resource.get("direction")
    if resource.get("disabled") is True or acts in (MISSING, "deny", "goto_next") or way == "EGRESS":
        return
    unsure = UNKNOWN in (acts, way)
    listed = [value for _, value in resource.all(f"{row.ports}[*]")]
    every = any(value is MISSING for _, value in resource.all(row.ports))
    answer = False if every else among_ports(listed, config["allowed_ports"])
    if answer is True:
        return
    ranges = resource.get(row.ranges)
    if not is_set(ranges) and not any(is_set(resource.get(path)) for path in row.narrower):
        yield fail(row.ranges, "is not given, so everybody may connect")
    for path, value in resource.all(f"{row.ranges}[*]"):
        if value is UNKNOWN or (among(value, WORLD) and (unsure or answer is UNKNOWN)):
            yield unknown(path)
        elif among(value, WORLD):
            yield fail(path, "is open to the internet")


def _serviced(subnet: Resource) -> bool:
    purpose = subnet.get("purpose")
    return isinstance(purpose, str) and purpose in SERVICED


def _rdma(subnet: Resource, graph: Graph) -> bool:
    """Its network has an RDMA profile: only adapters of GPUs are in it, which reach nothing else and pass no host.

    https://cloud.google.com/vpc/docs/rdma-network-profiles
    """
    return any(is_set(network.get("networkProfile")) for network in graph.wired(subnet, "network"))


def _private_access(subnet: Resource) -> Iterator[Finding]:
    if not _serviced(subnet):
        yield from must_be("privateIpGoogleAccess", True, text="is not true")(subnet)


@rule(
    id="gcp-network-flow-logs",
    types={SUBNETWORK},
    severity="medium",
    fix="give the subnetwork a `log_config`",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_GCP_26", cis_gcp="3.8", trivy="GCP-0029"),
    good=GOOD,
    bad=but("subnet", logConfig=MISSING),
)
def flow_logs(subnet: Resource, graph: Graph) -> Iterator[Finding]:
    """Subnetworks log who talks to whom."""
    if _serviced(subnet) or _rdma(subnet, graph):
        return
    given, sampling = subnet.get("logConfig"), subnet.get("logConfig.flowSampling")
    if UNKNOWN in (given, sampling):
        yield unknown("logConfig")
    elif given is MISSING or number(sampling, 1.0) == 0:
        yield fail("logConfig", "is not given" if given is MISSING else "samples nothing")


@rule(
    id="gcp-network-private-google-access",
    types={SUBNETWORK},
    severity="medium",
    fix="set `private_ip_google_access` to true",
    remedy=Remedy(
        {"privateIpGoogleAccess": where(lambda subnet: subnet.get("purpose") is not UNKNOWN, True)},
        check=_private_access,
    ),
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_74"),
    good=GOOD,
    bad=but("subnet", privateIpGoogleAccess=False),
)
def private_access(subnet: Resource, graph: Graph) -> Iterator[Finding]:
    """Machines reach Google's services without the internet."""
    if not _rdma(subnet, graph):
        yield from _private_access(subnet)


custom_mode = rule(
    id="gcp-network-custom-mode",
    title="Networks hold only the subnetworks that somebody asked for",
    types={NETWORK},
    severity="low",
    fix="set `auto_create_subnetworks` to false",
    remedy=Remedy({"autoCreateSubnetworks": False}),
    frameworks=maps_to(Family.EXPOSURE),
    good=GOOD,
    bad=but("network", autoCreateSubnetworks=True),
)(must_be("autoCreateSubnetworks", False, text="is not false (the default is true)"))

RULES = (no_open_ingress, flow_logs, private_access, custom_mode)
