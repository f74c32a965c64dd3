"""Rules about Bedrock: agents, guardrails, custom models, provisioned throughput, invocation logs."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, Level, Param, rule
from stackwright.policies.shapes import at_most, key_findings, must_have_key, set_findings
from stackwright.policies.tokens import token, tokens

AGENT = token("bedrock/AgentAgent")
GUARDRAIL = token("bedrock/Guardrail")
MODEL = token("bedrock/CustomModel")
THROUGHPUT = token("bedrock/ProvisionedModelThroughput")
RUNTIME = token("bedrock/AgentcoreAgentRuntime")
LOGGING = token("bedrockmodel/InvocationLoggingConfiguration")
CALLERS = frozenset({AGENT, RUNTIME, THROUGHPUT, MODEL}) | tokens(
    "bedrock/AgentAgentAlias",
    "bedrock/AgentFlow",
    "bedrock/AgentKnowledgeBase",
    "bedrock/AgentPrompt",
    "bedrock/AgentcoreHarness",
    "bedrock/AgentcoreMemory",
    "bedrock/EvaluationJob",
    "bedrock/InferenceProfile",
)
"""What calls models, or is there to be called in their place."""
KEY = part(token("kms/Key"), "key")
GOOD_AGENT = (
    KEY,
    part(
        AGENT,
        "agent",
        {
            "agentName": "agent",
            "agentResourceRoleArn": "arn",
            "foundationModel": "model",
            "customerEncryptionKeyArn": UNKNOWN,
            "guardrailConfigurations": [{"guardrailIdentifier": "g", "guardrailVersion": "1"}],
        },
        customerEncryptionKeyArn="key",
    ),
    part(LOGGING, "logs", {"loggingConfig": {"textDataDeliveryEnabled": True}}),
)

agent_key = rule(
    id="aws-bedrock-agent-cmk",
    title="Agents are encrypted with a key that the account owns",
    types={AGENT},
    severity="medium",
    fix="give `customer_encryption_key_arn` a key of this account",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_373"),
    good=GOOD_AGENT,
    bad=but("agent", customerEncryptionKeyArn=MISSING),
)(must_have_key("customerEncryptionKeyArn"))


@rule(
    id="aws-bedrock-agent-guardrail",
    types={AGENT},
    severity="high",
    fix="give `guardrail_configurations`",
    frameworks=maps_to(Family.SAFETY, checkov="CKV_AWS_383", aisf="AISF-AI-04"),
    good=GOOD_AGENT,
    bad=but("agent", guardrailConfigurations=MISSING),
)
def agent_guarded(agent: Resource, graph: Graph) -> Iterator[Finding]:
    """Agents answer behind a guardrail."""
    yield from set_findings(agent, graph, "guardrailConfigurations", text="is not given")


_FILTERS = {
    "filtersConfigs": [{"type": "PROMPT_ATTACK", "inputStrength": "HIGH", "outputStrength": "NONE"}],
}


@rule(
    id="aws-bedrock-guardrail-content",
    types={GUARDRAIL},
    severity="medium",
    fix="filter PROMPT_ATTACK, list what is personal, and give `kms_key_arn`",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.SAFETY, aisf="AISF-AI-02 AISF-AI-03"),
    good=(
        KEY,
        part(
            GUARDRAIL,
            "guardrail",
            {
                "blockedInputMessaging": "no",
                "blockedOutputsMessaging": "no",
                "contentPolicyConfig": _FILTERS,
                "sensitiveInformationPolicyConfig": {"piiEntitiesConfigs": [{"type": "EMAIL", "action": "BLOCK"}]},
                "kmsKeyArn": UNKNOWN,
            },
            kmsKeyArn="key",
        ),
    ),
    bad=but("guardrail", contentPolicyConfig=MISSING),
)
def guardrail_complete(guardrail: Resource, graph: Graph) -> Iterator[Finding]:
    """Guardrails stop prompt attacks and personal data, and are encrypted with a key that the account owns."""
    kinds = [kind for _, kind in guardrail.all("contentPolicyConfig.filtersConfigs[*].type")]
    if "PROMPT_ATTACK" not in kinds:
        filters = "contentPolicyConfig.filtersConfigs"
        yield unknown(filters) if UNKNOWN in kinds else fail(filters, "does not filter PROMPT_ATTACK")
    personal = [
        value
        for name in ("piiEntitiesConfigs", "regexesConfigs")
        for _, value in guardrail.all(f"sensitiveInformationPolicyConfig.{name}[*]")
        if value is not MISSING
    ]
    if not personal:
        yield fail("sensitiveInformationPolicyConfig", "lists nothing personal")
    elif all(value is UNKNOWN for value in personal):
        yield unknown("sensitiveInformationPolicyConfig")
    yield from key_findings(guardrail, graph, "kmsKeyArn")


@rule(
    id="aws-bedrock-invocation-logging",
    severity="medium",
    fix="add an invocation logging configuration for the region",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.LOGGING, aisf="AISF-AI-05"),
    good=GOOD_AGENT,
    bad=without("logs"),
)
def invocations_logged(graph: Graph) -> Iterator[Finding]:
    """Calls of models are logged where a stack calls models."""
    callers = graph.of_type(*sorted(CALLERS))
    if callers and not graph.of_type(LOGGING):
        yield fail("", "no invocation logging configuration is in the stack", at=min(callers, key=lambda one: one.urn))


@rule(
    id="aws-bedrock-custom-model-cmk-vpc",
    types={MODEL},
    severity="high",
    fix="give `custom_model_kms_key_id` a key of this account, and `vpc_config`",
    frameworks=maps_to(Family.ENCRYPTION, aisf="AISF-INFRA-05"),
    good=(
        KEY,
        part(
            MODEL,
            "tuned",
            {
                "baseModelIdentifier": "model",
                "customModelName": "tuned",
                "customModelKmsKeyId": UNKNOWN,
                "vpcConfig": {"subnetIds": ["subnet-1"], "securityGroupIds": ["sg-1"]},
            },
            customModelKmsKeyId="key",
        ),
    ),
    bad=but("tuned", vpcConfig=MISSING),
)
def custom_model_private(model: Resource, graph: Graph) -> Iterator[Finding]:
    """Custom models are made in your network and encrypted with a key that the account owns."""
    yield from key_findings(model, graph, "customModelKmsKeyId")
    yield from set_findings(model, graph, "vpcConfig.subnetIds", text="is not given")


@rule(
    id="aws-bedrock-provisioned-cap",
    types={THROUGHPUT},
    severity="high",
    fix="order fewer units, or carry the tag of who approved the commitment",
    frameworks=maps_to(Family.COST),
    params=(
        Param("max_units", 2, {"type": "number", "minimum": 1}, "Most model units of one order."),
        Param("approval_tag", "approved_by", {"type": "string"}, "Tag that a commitment carries."),
    ),
    good=(
        part(THROUGHPUT, "units", {"modelArn": "arn", "modelUnits": 1, "provisionedModelName": "units"}),
        part(
            THROUGHPUT,
            "committed",
            {
                "modelArn": "arn",
                "modelUnits": 1,
                "provisionedModelName": "committed",
                "commitmentDuration": "OneMonth",
                "tags": {"approved_by": "finance"},
            },
        ),
    ),
    bad=but("committed", tags={"team": "research"}),
)
def provisioned_capped(order: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Model units are few, and commitments were approved."""
    yield from at_most(order, "modelUnits", config["max_units"], text="is more than allowed", missing="is not given")
    duration = order.get("commitmentDuration")
    tags = order.get("tags")
    if duration is MISSING or (isinstance(tags, Mapping) and tags.get(config["approval_tag"])):  # pyright: ignore[reportUnknownMemberType]
        return
    if UNKNOWN in (duration, tags):
        yield unknown("commitmentDuration")
    else:
        yield fail("commitmentDuration", "commits to a term without the tag of who approved it")


@rule(
    id="aws-bedrock-agentcore-vpc",
    types={RUNTIME},
    severity="high",
    fix="set `network_mode` to VPC and give an authorizer",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE),
    good=(
        part(
            RUNTIME,
            "runtime",
            {
                "agentRuntimeName": "runtime",
                "roleArn": "arn",
                "networkConfiguration": {"networkMode": "VPC"},
                "authorizerConfiguration": {"customJwtAuthorizer": {"discoveryUrl": "https://id.example.com"}},
            },
        ),
    ),
    bad=but("runtime", networkConfiguration={"networkMode": "PUBLIC"}),
)
def runtime_private(runtime: Resource, graph: Graph) -> Iterator[Finding]:
    """Agent runtimes are in your network and know who calls."""
    mode = runtime.get("networkConfiguration.networkMode")
    if mode is UNKNOWN:
        yield unknown("networkConfiguration.networkMode")
    elif mode != "VPC":
        yield fail("networkConfiguration.networkMode", "is not VPC")
    yield from set_findings(runtime, graph, "authorizerConfiguration", text="is not given")


RULES = (
    agent_key,
    agent_guarded,
    guardrail_complete,
    invocations_logged,
    custom_model_private,
    provisioned_capped,
    runtime_private,
)
