"""Rules about what a stack is made with: providers that the program configures itself, for accounts that are meant."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.shapes import is_set, texts
from stackwright.policies.tokens import EVERY, token

ACCOUNTS: Final[Mapping[str, str]] = {
    "pulumi:providers:aws": "allowedAccountIds",
    "pulumi:providers:gcp": "project",
    "pulumi:providers:azure-native": "subscriptionId",
}
"""Where each cloud's provider says which account it may touch."""
OWN_ACCOUNT: Final[Mapping[str, str]] = {"gcp": "project"}
"""Where resources of a cloud may say another account than their provider's."""
PLACED: Final = frozenset({"aws", "aws-native", "azure", "azure-native", "gcp", "google-native", "kubernetes"})
"""Packages whose provider decides where a resource ends up: an account and region, or a cluster."""
_DEFAULT: Final = re.compile(r"default(?:_\d.*)?")
"""Name of a default provider in the engine: `default`, or `default_` and a version."""
_PROVIDER: Final = part(
    "pulumi:providers:aws", "here", {"region": "eu-west-1", "allowedAccountIds": '["111122223333"]'}
)


def by_default(resource: Resource) -> bool:
    """Whether a resource is made with a provider that the program does not configure.

    At preview such a resource names no provider; in the engine it names one that the engine made.
    """
    if not resource.custom or resource.provider_package not in PLACED:
        return False
    return _DEFAULT.fullmatch(resource.provider.rpartition("::")[2] or "default") is not None


@rule(
    id="ai-allowed-accounts",
    types=EVERY,
    severity="high",
    fix="name the account in the provider: `allowed_account_ids`, `project` or `subscription_id`",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS),
    params=(
        Param(
            "allowed",
            [],
            {"type": "array", "items": {"type": "string"}},
            "Accounts, projects and subscriptions that the stack may be in; any when empty.",
        ),
        Param(
            "required",
            False,
            {"type": "boolean"},
            "Whether each provider has to name its account, which keeps a stack out of any that one is logged in to.",
        ),
    ),
    example_params={"required": True},
    good=(_PROVIDER,),
    bad=but("here", allowedAccountIds=MISSING),
)
def accounts(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Stacks are made in accounts that somebody named."""
    allowed, required = config["allowed"], config["required"]
    if not allowed and not required:
        return
    path = ACCOUNTS.get(resource.type)
    if path is not None:
        value = _listed(resource.get(path))
        if value is UNKNOWN:
            yield unknown(path)
        elif not is_set(value):
            yield fail(path, "is not given, so any account will do that one is logged in to")
        else:
            yield from _outside(path, value, allowed)
        return
    own = OWN_ACCOUNT.get(resource.provider_package, "")
    value = resource.get(own) if own else MISSING
    if value is UNKNOWN and allowed and not resource.property_dependencies.get(own):
        yield unknown(own)
    elif isinstance(value, str):
        yield from _outside(own, [value], allowed)
    elif not resource.provider and f"pulumi:providers:{resource.provider_package}" in ACCOUNTS and resource.custom:
        yield unknown("", "is made with a default provider, whose account is not said in the program")


def _listed(value: Any) -> Any:
    """Accounts that a provider names; the SDK sends the lists of a provider as JSON."""
    if isinstance(value, str) and value.startswith("["):
        try:
            value = json.loads(value)
        except ValueError:
            return MISSING
    if isinstance(value, str):
        return [value] if value else MISSING
    return UNKNOWN if value is UNKNOWN or (isinstance(value, list) and UNKNOWN in value) else texts(value)


def _outside(path: str, named: list[str], allowed: list[Any]) -> Iterator[Finding]:
    if allowed and not set(named) <= {str(one) for one in allowed}:
        yield fail(path, "is not among the allowed accounts")


@rule(
    id="ai-provider-explicit",
    severity="low",
    fix="make a provider with a region and an account, and give it to the resources (`ResourceOptions(provider=...)`)",
    level={"dev": Level.DISABLED, "staging": Level.DISABLED, "prod": Level.ADVISORY},
    frameworks=maps_to(Family.ACCESS),
    good=(_PROVIDER, part(token("s3/Bucket"), "data", provider="here")),
    bad=without("here"),
)
def explicit(graph: Graph) -> Iterator[Finding]:
    """Where resources of prod stacks end up is said in the program, not by who runs it."""
    made: dict[str, list[Resource]] = {}
    for resource in graph:
        if not resource.external and by_default(resource):
            made.setdefault(resource.provider_package, []).append(resource)
    for package, resources in made.items():
        first = min(resources, key=lambda one: one.urn)
        among = f"is one of {len(resources)} resources" if len(resources) > 1 else "is"
        yield fail("", f"{among} made with the default provider of {package}", at=first)


RULES = (accounts, explicit)
