"""Where a component is deployed: subscription, resource group and region, and names that are unique in Azure."""

import hashlib
import re
from dataclasses import dataclass
from typing import TypedDict

import pulumi
from pulumi import InvokeOutputOptions, Output, Resource
from pulumi_azure_native import authorization

from stackwright.components.inputs import Args, In

DIGITS = 8
"""Hexadecimal digits that make a name unique, as many as the provider's own naming appends."""


class PlacedArgs(Args):
    """Arguments that every component on Azure takes, as the provider has no default tags and no default group."""

    resource_group: In[str]
    """Resource group that everything is in."""

    location: str
    """Azure region, such as `eastus`."""

    tags: dict[str, str] = {}
    """Tags on everything that takes tags."""


class Place(TypedDict):
    """Those three, to hand on to another component."""

    resource_group: In[str]
    location: str
    tags: dict[str, str]


def place_of(args: PlacedArgs) -> Place:
    """Where the component of `args` stands, for a component inside it."""
    return {"resource_group": args.resource_group, "location": args.location, "tags": args.tags}


@dataclass(frozen=True, slots=True)
class Account:
    """The subscription and the Entra tenant that a component is deployed to."""

    subscription: Output[str]
    tenant: Output[str]

    def role(self, definition: str) -> Output[str]:
        """Id of the built-in role `definition` in this subscription."""
        start = Output.concat("/subscriptions/", self.subscription, "/providers/Microsoft.Authorization")
        return Output.concat(start, "/roleDefinitions/", definition)

    def dashed(self, name: str, *parts: str, limit: int) -> Output[str]:
        """Name of lower-case letters, digits and dashes that no other stack has; `parts` are what replaces its owner.

        It is known at preview, and a replacement has another name than what it replaces.
        """
        stem = re.sub(r"[^a-z0-9]+", "-", name.lower())[: limit - DIGITS - 1].strip("-")
        return self.subscription.apply(lambda found: f"{stem}-{_digits(found, name, *parts)}")

    def joined(self, name: str, *parts: str, limit: int) -> Output[str]:
        """Name of lower-case letters and digits alone, for storage accounts and registries."""
        stem = re.sub(r"[^a-z0-9]+", "", name.lower())[: limit - DIGITS]
        return self.subscription.apply(lambda found: f"{stem}{_digits(found, name, *parts)}")


def account_of(component: Resource) -> Account:
    """Account of the provider that the children of `component` are made with."""
    found = authorization.get_client_config_output(opts=InvokeOutputOptions(parent=component))
    return Account(subscription=found.subscription_id, tenant=found.tenant_id)


def _digits(*parts: str) -> str:
    text = "\0".join((pulumi.get_project(), pulumi.get_stack(), *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:DIGITS]
