"""Rules about SageMaker notebook instances."""

from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy, having
from stackwright.policies.rule import DEV_MANDATORY, rule
from stackwright.policies.shapes import must_be, must_be_set, must_have_key
from stackwright.policies.tokens import token

NOTEBOOK = token("sagemaker/NotebookInstance")
LIFECYCLE = token("sagemaker/NotebookInstanceLifecycleConfiguration")
TYPES = frozenset({NOTEBOOK})
GOOD = (
    part(token("kms/Key"), "key"),
    part(token("ec2/Subnet"), "subnet"),
    part(token("ec2/SecurityGroup"), "group"),
    part(LIFECYCLE, "stop", {"name": "stop", "onStart": "YXV0b3N0b3A="}),
    part(
        NOTEBOOK,
        "notebook",
        {
            "instanceType": "ml.t3.medium",
            "roleArn": "arn",
            "directInternetAccess": "Disabled",
            "rootAccess": "Disabled",
            "kmsKeyId": UNKNOWN,
            "subnetId": UNKNOWN,
            "securityGroups": [UNKNOWN],
            "lifecycleConfigName": "stop",
            "instanceMetadataServiceConfiguration": {"minimumInstanceMetadataServiceVersion": "2"},
        },
        kmsKeyId="key",
        subnetId="subnet",
        securityGroups="group",
    ),
)

own_key = rule(
    id="aws-sagemaker-notebook-cmk",
    title="Notebook volumes are encrypted with a key that the account owns",
    types=TYPES,
    severity="high",
    fix="give `kms_key_id` a key of this account",
    frameworks=maps_to(
        Family.ENCRYPTION,
        checkov="CKV_AWS_22 CKV_AWS_187",
        aisf="AISF-ML-02",
        cdk_nag="SageMakerNotebookInstanceKMSKeyConfigured",
    ),
    good=GOOD,
    bad=but("notebook", kmsKeyId="alias/aws/ebs"),
)(must_have_key("kmsKeyId"))

no_internet = rule(
    id="aws-sagemaker-notebook-no-internet",
    title="Notebooks reach the internet only through your network",
    types=TYPES,
    severity="high",
    fix="set `direct_internet_access` to Disabled",
    remedy=Remedy({"directInternetAccess": having("subnetId", "Disabled")}),
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_122", hub="SageMaker.1"),
    good=GOOD,
    bad=but("notebook", directInternetAccess="Enabled"),
)(must_be("directInternetAccess", "Disabled", text="is not Disabled (the default is Enabled)"))

in_network = rule(
    id="aws-sagemaker-notebook-vpc",
    title="Notebooks run in your network",
    types=TYPES,
    severity="high",
    fix="give `subnet_id` and `security_groups`",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_306", hub="SageMaker.2"),
    good=GOOD,
    bad=but("notebook", subnetId=""),
)(must_be_set("subnetId", "securityGroups", text="is not given"))

no_root = rule(
    id="aws-sagemaker-notebook-no-root",
    title="Notebook users are not root",
    types=TYPES,
    severity="medium",
    fix="set `root_access` to Disabled",
    remedy=Remedy({"rootAccess": "Disabled"}),
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_307", hub="SageMaker.3"),
    good=GOOD,
    bad=but("notebook", rootAccess="Enabled"),
)(must_be("rootAccess", "Disabled", text="is not Disabled (the default is Enabled)"))

imdsv2 = rule(
    id="aws-sagemaker-notebook-imdsv2",
    title="Notebooks use version 2 of the metadata service",
    types=TYPES,
    severity="high",
    fix='set `minimum_instance_metadata_service_version` to "2"',
    remedy=Remedy({"instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion": "2"}),
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_371"),
    good=GOOD,
    bad=but("notebook", instanceMetadataServiceConfiguration={"minimumInstanceMetadataServiceVersion": "1"}),
)(
    must_be(
        "instanceMetadataServiceConfiguration.minimumInstanceMetadataServiceVersion",
        "2",
        2,
        text="is not 2 (the default is 1)",
    )
)


@rule(
    id="aws-sagemaker-notebook-auto-stop",
    types=TYPES,
    severity="medium",
    fix="give `lifecycle_config_name` a configuration whose `on_start` stops idle notebooks",
    level=DEV_MANDATORY,
    frameworks=maps_to(Family.COST),
    good=GOOD,
    bad=but("notebook", lifecycleConfigName=""),
)
def auto_stop(notebook: Resource, graph: Graph) -> Iterator[Finding]:
    """Notebooks stop when idle."""
    name = notebook.get("lifecycleConfigName")
    wired = [one for one in graph.wired(notebook, "lifecycleConfigName") if one.type == LIFECYCLE]
    named = [one for one in graph.of_type(LIFECYCLE) if name is not UNKNOWN and one.get("name") == name]
    if not wired and name is UNKNOWN:
        yield unknown("lifecycleConfigName")
    elif (not wired and not isinstance(name, str)) or name == "":
        yield fail("lifecycleConfigName", "no lifecycle configuration is given")
    for config in wired or named:
        if not isinstance(config.get("onStart"), str) and config.get("onStart") is not UNKNOWN:
            yield fail("onStart", "runs nothing that could stop the notebook", at=config)


RULES = (own_key, no_internet, in_network, no_root, imdsv2, auto_stop)
