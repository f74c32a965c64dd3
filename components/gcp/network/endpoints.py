"""A private way to Google's APIs, so that their traffic never leaves the network."""

import re

import pulumi
from pulumi import ResourceOptions
from pulumi_gcp import compute, dns
from pydantic import field_validator

from stackwright.components.gcp.project import unique
from stackwright.components.inputs import Args, In

_DOMAIN = re.compile(r"(?:[a-z0-9][a-z0-9-]*\.)+[a-z]+")
_RULE_LENGTH = 20
_TTL = 300


class GcpPrivateEndpointsArgs(Args):
    """Arguments of `GcpPrivateEndpoints`."""

    network_id: In[str]
    """Network that the way is for; nothing else reaches it."""

    address: str
    """Address of the way, in no subnet of the network."""

    services: list[str]
    """Domains of Google's APIs that resolve to it, such as `googleapis.com` and `pkg.dev`."""

    @field_validator("services")
    @classmethod
    def _are_domains(cls, services: list[str]) -> list[str]:
        if wrong := [service for service in services if not _DOMAIN.fullmatch(service)]:
            raise ValueError(f"not a domain such as googleapis.com: {', '.join(wrong)}")
        return list(dict.fromkeys(services))


class GcpPrivateEndpoints(pulumi.ComponentResource):
    """A Private Service Connect endpoint for all APIs of Google, and private zones that lead to it.

    https://cloud.google.com/vpc/docs/configure-private-service-connect-apis
    """

    def __init__(self, name: str, args: GcpPrivateEndpointsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpPrivateEndpoints", name, {}, opts)
        args = GcpPrivateEndpointsArgs.model_validate(args)
        child = ResourceOptions(parent=self)

        address = compute.GlobalAddress(
            name,
            network=args.network_id,
            address=args.address,
            address_type="INTERNAL",
            purpose="PRIVATE_SERVICE_CONNECT",
            opts=child,
        )
        compute.GlobalForwardingRule(
            name,
            name=_rule_name(name),
            network=args.network_id,
            ip_address=address.id,
            target="all-apis",
            load_balancing_scheme="",
            opts=child,
        )
        for domain in args.services:
            self._zone(args, domain)

        self.register_outputs({})

    def _zone(self, args: GcpPrivateEndpointsArgs, domain: str) -> None:
        """`domain` and all names below it lead to the endpoint, for this network only."""
        name, child = f"{self.pulumi_resource_name}-{domain.replace('.', '-')}", ResourceOptions(parent=self)
        zone = dns.ManagedZone(
            name,
            dns_name=f"{domain}.",
            description=f"{domain} inside the network",
            visibility="private",
            private_visibility_config={"networks": [{"network_url": args.network_id}]},
            opts=child,
        )
        dns.RecordSet(
            name, managed_zone=zone.name, name=f"{domain}.", type="A", ttl=_TTL, rrdatas=[args.address], opts=child
        )
        dns.RecordSet(
            f"{name}-all",
            managed_zone=zone.name,
            name=f"*.{domain}.",
            type="CNAME",
            ttl=_TTL,
            rrdatas=[f"{domain}."],
            opts=child,
        )


def _rule_name(name: str) -> str:
    """At most 20 letters and digits, which is all that a rule for Google's APIs takes as its name."""
    return f"psc{unique(name, _RULE_LENGTH).rpartition('-')[2]}"
