"""All rules, and which pack holds which; an explicit list, so that a file left out is a failing test."""

from difflib import get_close_matches
from typing import Final

from stackwright.policies.rule import Rule
from stackwright.policies.rules.aws import (
    bedrock,
    data_stores,
    ec2_exposure,
    ec2_metadata,
    ec2_volumes,
    ecr,
    eks,
    files,
    front_doors,
    functions,
    iam,
    iam_powers,
    kms,
    managed,
    messaging,
    rds,
    s3_acl,
    s3_companions,
    s3_encrypted,
    s3_own_key,
    s3_policy_principal,
    s3_public_access,
    s3_tls_only,
    sagemaker_domains,
    sagemaker_endpoints,
    sagemaker_jobs,
    sagemaker_notebooks,
    services,
    vpc,
)
from stackwright.policies.rules.azure import (
    aks,
    aks_nodes,
    apps,
    databases,
    grants,
    keyvault,
    ml_compute,
    ml_endpoints,
    ml_workspace,
    openai,
)
from stackwright.policies.rules.azure import machines as azure_machines
from stackwright.policies.rules.azure import network as azure_network
from stackwright.policies.rules.azure import services as azure_services
from stackwright.policies.rules.azure import storage as azure_storage
from stackwright.policies.rules.cost import (
    allowed_regions,
    budget_alarm,
    commitments,
    cost_increase,
    deletion_guard,
    dev_machines,
    estimates,
    instance_types,
    known_keys,
    max_gpu_count,
    plaintext_secret,
    providers,
    required_tags,
    resource_budget,
)
from stackwright.policies.rules.gcp import compute as gcp_compute
from stackwright.policies.rules.gcp import data_services as gcp_data_services
from stackwright.policies.rules.gcp import gke, gke_nodes, public_members, vertex, workbench
from stackwright.policies.rules.gcp import iam as gcp_iam
from stackwright.policies.rules.gcp import network as gcp_network
from stackwright.policies.rules.gcp import services as gcp_services
from stackwright.policies.rules.gcp import storage as gcp_storage
from stackwright.policies.rules.kubernetes import (
    container_images,
    container_resources,
    helm,
    lifetimes,
    namespaces,
    network_policies,
    plaintext,
    pod_baseline,
    pod_restricted,
    rbac,
)
from stackwright.policies.rules.kubernetes import services as kubernetes_services

SECURITY: Final[tuple[Rule, ...]] = (
    s3_encrypted.check,
    s3_own_key.check,
    s3_public_access.check,
    s3_tls_only.check,
    s3_acl.check,
    s3_policy_principal.check,
    *s3_companions.RULES,
    *sagemaker_notebooks.RULES,
    *sagemaker_domains.RULES,
    *sagemaker_endpoints.RULES,
    *sagemaker_jobs.RULES,
    *bedrock.RULES,
    *ec2_volumes.RULES,
    *ec2_metadata.RULES,
    *ec2_exposure.RULES,
    *vpc.RULES,
    *eks.RULES,
    *ecr.RULES,
    *kms.RULES,
    *files.RULES,
    *iam.RULES,
    *services.RULES,
    *iam_powers.RULES,
    *rds.RULES,
    *data_stores.RULES,
    *functions.RULES,
    *messaging.RULES,
    *front_doors.RULES,
    *managed.RULES,
    *gcp_storage.RULES,
    *public_members.RULES,
    *gke.RULES,
    *gke_nodes.RULES,
    *gcp_compute.RULES,
    *gcp_network.RULES,
    *vertex.RULES,
    *workbench.RULES,
    *gcp_iam.RULES,
    *gcp_services.RULES,
    *gcp_data_services.RULES,
    *azure_storage.RULES,
    *aks.RULES,
    *aks_nodes.RULES,
    *ml_workspace.RULES,
    *ml_compute.RULES,
    *ml_endpoints.RULES,
    *keyvault.RULES,
    *openai.RULES,
    *azure_network.RULES,
    *azure_machines.RULES,
    *azure_services.RULES,
    *apps.RULES,
    *databases.RULES,
    *grants.RULES,
    known_keys.check,
    *pod_baseline.RULES,
    *pod_restricted.RULES,
    *container_resources.RULES,
    *container_images.RULES,
    *lifetimes.RULES,
    *namespaces.RULES,
    *network_policies.RULES,
    *kubernetes_services.RULES,
    *rbac.RULES,
    *plaintext.RULES,
    *helm.RULES,
    allowed_regions.check,
    *providers.RULES,
    plaintext_secret.check,
    deletion_guard.check,
)
COST: Final[tuple[Rule, ...]] = (
    *instance_types.RULES,
    max_gpu_count.check,
    *estimates.RULES,
    resource_budget.check,
    cost_increase.check,
    budget_alarm.check,
    *commitments.RULES,
    *dev_machines.RULES,
    required_tags.check,
)
PACKS: Final[dict[str, tuple[Rule, ...]]] = {"security": SECURITY, "cost": COST}
RULES: Final[tuple[Rule, ...]] = tuple(sorted((*SECURITY, *COST), key=lambda rule: rule.id))
_BY_ID: Final = {rule.id: rule for rule in RULES}


def find(name: str) -> Rule | None:
    """Rule of that id, None where it is not one of ours."""
    return _BY_ID.get(name)


def described_in(name: str, url: str) -> str:
    """Where a rule of that id is described: the command that shows it for ours, the rule's own address for others."""
    return f"stackwright rules {name}" if name in _BY_ID else url


def by_id(name: str) -> Rule:
    """Rule of that id. Raises `ValueError` naming the nearest one."""
    found = _BY_ID.get(name)
    if found is None:
        near = get_close_matches(name, _BY_ID, 1, 0.5)
        raise ValueError(f"rules.{name}: no such rule" + (f" - did you mean {near[0]}?" if near else ""))
    return found
