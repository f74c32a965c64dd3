"""Rules about images: which one runs is fixed, and known beforehand."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.rules.kubernetes.examples import GOOD, with_container
from stackwright.policies.rules.kubernetes.workloads import ANY, containers, pods

_IMAGE: Final = re.compile(r"(?P<name>[^@]+?)(?::(?P<tag>[\w][\w.-]*))?(?P<digest>@sha256:[0-9a-f]{64})?")
_BUILT: Final = "docker-build:index:Image"
"""Builds an image in the stack; what it is referred to by holds the digest."""


@rule(
    id="k8s-container-image-pinned",
    types=ANY,
    severity="medium",
    fix="name the image with a tag that is not `latest`, or better with its digest",
    unknown_level=Level.ADVISORY,  # one from a registry that the stack makes has no name before that
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_K8S_14 CKV_K8S_43", trivy="KSV-0013"),
    params=(
        Param("digests", False, {"type": "boolean"}, "Whether every image needs its digest."),
        Param(
            "registries",
            [],
            {"type": "array", "items": {"type": "string"}},
            "Registries, or parts of one, that images may come from (`ghcr.io/acme`); any when empty.",
        ),
    ),
    good=GOOD,
    bad=with_container(image="ghcr.io/acme/serve:latest"),
)
def image_pinned(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Images are fixed by a tag or a digest, and come from where they may."""
    for path, image in _images(workload):
        if image is UNKNOWN:
            if not any(one.type == _BUILT for one in graph.wired(workload, "spec")):
                yield unknown(path)
        elif isinstance(image, str) and (found := _IMAGE.fullmatch(image)):
            yield from _judged(path, found, config)


def _images(workload: Resource) -> Iterator[tuple[str, Any]]:
    for _, container in containers(workload):
        yield from workload.all(f"{container}.image")
    for pod in pods(workload):
        yield from workload.all(f"{pod}.volumes[*].image.reference")


def _judged(path: str, image: re.Match[str], config: Mapping[str, Any]) -> Iterator[Finding]:
    if not image["digest"]:
        if image["tag"] is None:
            yield fail(path, "has no tag, which means `latest`")
        elif image["tag"] == "latest":
            yield fail(path, "is whatever `latest` is when a pod starts")
        elif config["digests"]:
            yield fail(path, "has no digest")
    allowed = [str(one).rstrip("/") + "/" for one in config["registries"]]
    if allowed and not _in_full(image["name"]).startswith(tuple(allowed)):
        yield fail(path, "comes from a registry that is not allowed")


def _in_full(name: str) -> str:
    """Name with its registry; one without is of Docker Hub."""
    host, slash, _ = name.partition("/")
    if slash and ("." in host or ":" in host or host == "localhost"):
        return name
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"


RULES = (image_pinned,)
