"""Rule ai-no-plaintext-secret."""

import re
from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Graph, Resource, leaves
from stackwright.policies.credentials import is_secret_key, looks_secret, names_secret
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.shapes import top_level
from stackwright.policies.tokens import EVERY, token

ENVIRONMENT = re.compile(
    r"(?:^|\.)(?:environment|environmentVariables|variables|env|metadata)(?:\.|\[\")([^.\]]+?)(?:\"\])?$"
)
PAIR = re.compile(r"((?:^|.*\.)(?:env|envs|environment)\[\d+\])\.value$")
"""A variable as Google Cloud and Kubernetes write it: its name stands beside its value."""
HOLDERS = frozenset(
    {
        "containerDefinitions",
        "containers",
        "env",
        "environment",
        "environmentVariables",
        "hyperParameters",
        "metadata",
        "primaryContainer",
        "variables",
    }
)
REFERENCE = re.compile(r"^(?:arn:|secret:|/|\$\{|projects/|@Microsoft\.KeyVault\(|https://[\w-]+\.vault\.azure\.net/)")
_IMAGE = "111122223333.dkr.ecr.us-east-1.amazonaws.com/serve:1"


def _container(**environment: str) -> dict[str, object]:
    return {"image": _IMAGE, "environment": environment}


@rule(
    id="ai-no-plaintext-secret",
    types=EVERY,
    severity="critical",
    fix="keep the credential in a secret store or in encrypted stack configuration, and rotate the one shown",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_45 CKV_AWS_384"),
    good=(
        part(
            token("sagemaker/Model"),
            "model",
            {"executionRoleArn": "arn", "primaryContainer": _container(WORKERS="4")},
        ),
    ),
    bad=but("model", primaryContainer=_container(API_KEY="AKIAIOSFODNN7EXAMPLE")),
)
def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """No credential is written into a resource."""
    for path, value in leaves(resource.inputs):
        if _encrypted(resource, path):
            continue
        variable = _variable(resource, path)
        if value is UNKNOWN:
            if top_level(path) in HOLDERS and not graph.wired(resource, top_level(path)):
                yield unknown(path)
        elif isinstance(value, str):
            if looks_secret(value) or is_secret_key(variable, value):
                yield fail(path, "holds something shaped like a credential")
            elif names_secret(variable) and len(value) >= 8 and not REFERENCE.match(value):
                yield fail(path, "is written out, and its name says that it is a credential")


def _variable(resource: Resource, path: str) -> str:
    """Name of the variable whose value is at `path`, empty where it is none."""
    keyed, paired = ENVIRONMENT.search(path), PAIR.match(path)
    if paired:
        name = resource.get(f"{paired[1]}.name")
        return name if isinstance(name, str) else ""
    return keyed[1] if keyed else ""


def _encrypted(resource: Resource, path: str) -> bool:
    """Whether Pulumi keeps the value encrypted."""
    return any(path == one or path.startswith((f"{one}.", f"{one}[")) for one in resource.secrets)
