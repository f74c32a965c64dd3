"""Rules about the instance metadata service."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import UNKNOWN, Absent, Resource
from stackwright.policies.demands import judged
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, Level
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Param, rule
from stackwright.policies.shapes import at_most, must_be
from stackwright.policies.tokens import token, tokens

TYPES = tokens("ec2/Instance", "ec2/SpotInstanceRequest", "ec2/LaunchConfiguration", "ec2/LaunchTemplate")
GOOD = (
    part(
        token("ec2/LaunchTemplate"),
        "template",
        {"metadataOptions": {"httpTokens": "required", "httpPutResponseHopLimit": 1}},
    ),
)


def _served(resource: Resource) -> bool | Absent:
    """Whether there is a metadata service at all."""
    endpoint = resource.get("metadataOptions.httpEndpoint")
    return UNKNOWN if endpoint is UNKNOWN else endpoint != "disabled"


@rule(
    id="aws-ec2-imdsv2",
    types=TYPES,
    severity="high",
    fix="set `metadata_options.http_tokens` to required, or `http_endpoint` to disabled",
    remedy=Remedy({"metadataOptions.httpTokens": "required"}),
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_AWS_79", hub="EC2.8 AutoScaling.3", cis="5.7", trivy="AWS-0028 AWS-0130"
    ),
    good=GOOD,
    bad=but("template", metadataOptions={"httpTokens": "optional"}),
)
def imdsv2(resource: Resource) -> Iterator[Finding]:
    """Instances use version 2 of the metadata service."""
    version = must_be("metadataOptions.httpTokens", "required", text="is not required (the default is optional)")
    yield from judged(_served(resource), version(resource))


@rule(
    id="aws-ec2-imds-hop-limit",
    types=TYPES,
    severity="medium",
    fix="set `metadata_options.http_put_response_hop_limit` to 1",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_341", hub="AutoScaling.4"),
    params=(Param("max_hops", 2, {"type": "number", "minimum": 1}, "Hops; pods without host network need 2."),),
    good=GOOD,
    bad=but("template", metadataOptions={"httpTokens": "required", "httpPutResponseHopLimit": 64}),
)
def hop_limit(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Metadata answers do not travel beyond the instance."""
    path = "metadataOptions.httpPutResponseHopLimit"
    yield from judged(_served(resource), at_most(resource, path, config["max_hops"], text="is more than allowed"))


RULES = (imdsv2, hop_limit)
