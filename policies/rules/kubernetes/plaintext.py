"""Rule k8s-no-plaintext-secret; environments are judged by ai-no-plaintext-secret, in all clouds alike."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from stackwright.plan.graph import UNKNOWN, Graph, Resource, joined
from stackwright.policies.credentials import holds_secret, names_secret
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.rules.kubernetes.workloads import ANY, containers
from stackwright.policies.tokens import kubernetes, tokens

CONFIG_MAP: Final = kubernetes("core/ConfigMap")
CONFIG_MAPS: Final = tokens("core/ConfigMap", "core/ConfigMapPatch", of=kubernetes)
_SHOWN: Final = "is secret in the program, and is shown to everybody who may read this object"


@rule(
    id="k8s-no-plaintext-secret",
    types=ANY | CONFIG_MAPS,
    severity="critical",
    fix="put the credential into a Secret, or into the cloud's secret store, mount it from there, and rotate it",
    frameworks=maps_to(Family.ACCESS, trivy="KSV-0109"),
    good=(part(CONFIG_MAP, "settings", {"data": {"workers": "4", "password_file": "/run/secrets/db"}}),),
    bad=but("settings", data={"workers": "4", "db.password": "correct-horse"}),
)
def check(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """No credential is written into a config map, a command, or the open environment of a pod."""
    yield from _config_map(resource, graph) if resource.type in CONFIG_MAPS else _pods(resource, graph)


def _config_map(resource: Resource, graph: Graph) -> Iterator[Finding]:
    yield from (fail(path, _SHOWN) for path in sorted(resource.secrets) if path.startswith("data"))
    data = resource.get("data")
    if data is UNKNOWN and not graph.wired(resource, "data"):
        yield unknown("data")
    values = cast("Mapping[str, Any]", data if isinstance(data, Mapping) else {})
    for name, value in values.items():
        path = joined("data", name)
        if value is UNKNOWN and (names_secret(name) or not graph.wired(resource, "data")):
            yield unknown(path)
        elif isinstance(value, str) and (holds_secret(value) or _written_out(name, value)):
            yield fail(path, "holds a credential, or is named like one")


def _written_out(name: str, value: str) -> bool:
    return names_secret(name) and len(value) >= 8 and not value.startswith(("/", "$", "{{", "arn:", "projects/"))


def _pods(resource: Resource, graph: Graph) -> Iterator[Finding]:
    for _, container in containers(resource):
        for name in ("command", "args"):
            before = ""
            for path, value in resource.all(f"{container}.{name}[*]"):
                text = value if isinstance(value, str) else ""
                if value is UNKNOWN and not graph.wired(resource, "spec"):
                    yield unknown(path)
                elif holds_secret(text) or holds_secret(_flag(text)) or _written_out(_flag(before), text):
                    yield fail(path, "holds a credential")
                before = text
        for path, _ in resource.all(f"{container}.env[*].value"):
            if path in resource.secrets:
                yield fail(path, _SHOWN)


def _flag(text: str) -> str:
    """The text with options of a command spelt like variables."""
    return text.replace("-", "_")


RULES = (check,)
