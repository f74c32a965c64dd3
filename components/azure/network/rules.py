"""What each tier of a network may be reached from, and what it may reach."""

from collections.abc import Mapping

from stackwright.components.azure.firewall import HTTPS, LUSTRE, Traffic
from stackwright.components.azure.network.addresses import POD_CIDR, Tiers
from stackwright.components.intents import Nat

Rules = tuple[Mapping[str, Traffic], Mapping[str, Traffic]]
"""Traffic in, and traffic out."""

NFS = ("2049",)
_CLUSTER = ("443", "4443")
_LUSTRE_SERVICES = ("AzureMonitor", "AzureFrontDoor.FirstParty", "AzureKeyVault", "AzureActiveDirectory", "Storage")
_LUSTRE_CONTROL = ("GuestAndHybridManagement", "ApiManagement", "AzureDataLake", "AzureResourceManager")


def of_machines(cidr: str, nat: Nat) -> Rules:
    """Nodes and pods reach each other, the network and, with a way out, the internet by HTTP, HTTPS and time.

    Pods keep their own addresses between nodes: https://learn.microsoft.com/azure/aks/azure-cni-overlay#network-security-groups
    """
    inside = (cidr, POD_CIDR)
    ingress = {"network-and-pods": Traffic(inside), "load-balancer-probes": Traffic(("AzureLoadBalancer",))}
    egress = {"network-and-pods": Traffic(inside)}
    if nat is not Nat.NONE:
        egress["internet"] = Traffic(("Internet",), ("80", "443"))
        egress["time"] = Traffic(("Internet",), ("123",), "Udp")
    return ingress, egress


def of_filesystem(ranges: Tiers, cidr: str) -> Rules:
    """File systems talk among themselves and to machines by Lustre, and to the services that keep them running.

    https://learn.microsoft.com/azure/azure-managed-lustre/configure-network-security-group
    """
    own, machines = (ranges.filesystem,), ranges.private
    ingress = {"itself": Traffic(own), "machines": Traffic(machines, LUSTRE)}
    services = {_words(tag): Traffic((tag,), HTTPS) for tag in (*_LUSTRE_SERVICES, *_LUSTRE_CONTROL)}
    egress = {
        "itself": Traffic(own),
        "machines": Traffic(machines, LUSTRE),
        "network": Traffic((cidr,), HTTPS),
        "time": Traffic(("Internet",), ("123",), "Udp"),
        **services,
    }
    return ingress, egress


def of_cluster(ranges: Tiers, cidr: str) -> Rules:
    """The API server of a cluster is reached from the network, and reaches nodes, pods and private endpoints.

    https://learn.microsoft.com/azure/aks/api-server-vnet-integration
    """
    ingress = {
        "network-and-pods": Traffic((cidr, POD_CIDR), _CLUSTER),
        "load-balancer-probes": Traffic(("AzureLoadBalancer",)),
        "itself": Traffic((ranges.cluster,)),
    }
    return ingress, {"network-and-pods": Traffic((cidr, POD_CIDR))}


def of_endpoints(cidr: str) -> Rules:
    """Private endpoints answer the network by HTTPS and NFS, and begin nothing."""
    return {"network-and-pods": Traffic((cidr, POD_CIDR), (*HTTPS, *NFS))}, {}


def _words(tag: str) -> str:
    """Service tag as a rule name, `AzureFrontDoor.FirstParty` as `azurefrontdoor-firstparty`."""
    return tag.lower().replace(".", "-")
