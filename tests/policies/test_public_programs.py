"""Area of concern: programs of strangers, written as the Pulumi documentation writes them, are judged whole."""

from functools import lru_cache
from pathlib import Path

import pytest

from stackwright.cli import main
from stackwright.cli.review import Review, review, subject_of
from stackwright.policies.finding import Result

PUBLIC = Path(__file__).parents[1] / "programs/public"
PLANTED = {
    "aks": {
        "azure-aks-no-node-public-ip": "cluster = containerservice.ManagedCluster(",
        "azure-aks-private": "cluster = containerservice.ManagedCluster(",
        "azure-aks-no-local-accounts": "cluster = containerservice.ManagedCluster(",
        "azure-acr-hardened": "registry = containerregistry.Registry(",
        "azure-subnet-nsg-no-default-outbound": "subnet = network.Subnet(",
    },
    "azure-app-service": {
        "azure-storage-https-only": "storage_account = storage.StorageAccount(",
        "azure-storage-min-tls": "storage_account = storage.StorageAccount(",
        "azure-storage-no-public-blob": "storage_container = storage.BlobContainer(",
        "azure-keyvault-recoverable": "vault = keyvault.Vault(",
        "azure-keyvault-network-rbac": "vault = keyvault.Vault(",
        "azure-keyvault-expiry-rotation": "keyvault.Secret(",
    },
    "azure-vm": {
        "azure-nsg-no-open-ingress": "security_group = network.NetworkSecurityGroup(",
        "azure-vm-ssh-only": "vm = compute.VirtualMachine(",
        "azure-iam-no-owner": "role = authorization.RoleAssignment(",
        "azure-subnet-nsg-no-default-outbound": "net = network.VirtualNetwork(",
    },
    "cloud-run": {
        "gcp-gcs-no-public-iam": "storage.BucketIAMBinding(",
        "gcp-gcs-uniform-access": 'bucket = storage.Bucket("assets"',
        "gcp-gcs-public-access-prevention": 'bucket = storage.Bucket("assets"',
        "gcp-artifact-registry-private": "artifactregistry.RepositoryIamMember(",
    },
    "ec2-webserver": {
        "aws-ec2-no-open-ingress": "group = aws.ec2.SecurityGroup(",
        "aws-ec2-imdsv2": "server = aws.ec2.Instance(",
        "aws-ec2-no-public-ip": "server = aws.ec2.Instance(",
        "aws-ec2-no-secrets-userdata": "server = aws.ec2.Instance(",
        "aws-ec2-ebs-encrypted": 'volume = aws.ebs.Volume("data"',
    },
    "eks-cluster": {
        "aws-eks-endpoint-private": "eks_cluster = eks.Cluster(",
        "aws-eks-nodegroup-no-ssh": "eks_node_group = eks.NodeGroup(",
        "aws-iam-no-broad-managed": "iam.py: node_policy_attachment = iam.RolePolicyAttachment(",
        "aws-ec2-no-public-ip": "vpc.py: vpc_subnet = ec2.Subnet(",
        "aws-ec2-no-open-ingress": "vpc.py: eks_security_group = ec2.SecurityGroup(",
        "aws-vpc-flow-logs": "vpc.py: vpc = ec2.Vpc(",
    },
    "fargate": {
        "aws-ec2-no-open-ingress": "group = aws.ec2.SecurityGroup(",
        "aws-lb-tls12": "wl = aws.lb.Listener(",
        "aws-ecr-immutable": 'repo = aws.ecr.Repository("app"',
        "aws-ecr-scan-on-push": 'repo = aws.ecr.Repository("app"',
    },
    "gke-cluster": {
        "gcp-network-no-open-ingress": "firewall = compute.Firewall(",
        "gcp-network-custom-mode": 'network = compute.Network("gke-network"',
        "gcp-iam-no-sa-keys": 'key = serviceaccount.Key("gke-nodes-key"',
        "gcp-iam-no-primitive-roles": "binding = projects.IAMMember(",
        "gcp-gke-node-sa": "k8s_cluster = container.Cluster(",
        "k8s-service-no-open-load-balancer": "ingress = Service(",
        "k8s-container-image-pinned": "canary = Deployment(",
    },
    "guestbook": {
        "k8s-pod-no-privileged": "service_deployment.py: self.deployment = Deployment(",
        "k8s-service-no-open-load-balancer": "service_deployment.py: self.service = Service(",
        "k8s-rbac-no-cluster-admin": "k8s.rbac.v1.ClusterRoleBinding(",
        "k8s-pod-no-host-namespaces": 'k8s.yaml.ConfigFile("logging"',
        "k8s-pod-no-host-path": 'k8s.yaml.ConfigFile("logging"',
    },
    "lambda-api": {
        "aws-iam-no-admin-wildcard": "lambda_role_policy = aws.iam.RolePolicy(",
        "ai-no-plaintext-secret": "lambda_func = aws.lambda_.Function(",
        "aws-dynamodb-cmk-pitr": "table = aws.dynamodb.Table(",
        "aws-logs-cmk-retention": 'log_group = aws.cloudwatch.LogGroup("lambdaLogs"',
    },
    "rds-postgres": {
        "aws-ec2-no-open-ingress": "network.py: self.rds_security_group = aws.ec2.SecurityGroup(",
        "aws-ec2-no-public-ip": "network.py: subnet = aws.ec2.Subnet(",
        "aws-kms-rotation": 'key = kms.Key("db-key"',
        "aws-iam-no-users": 'iam.AccessKey("migrations"',
        "ai-deletion-guard": "db = rds.Instance(",
        "aws-secret-cmk-rotation": 'credentials = secretsmanager.Secret("db-credentials"',
    },
    "sagemaker-notebook": {
        "aws-sagemaker-notebook-no-root": "notebook = aws.sagemaker.NotebookInstance(",
        "aws-sagemaker-notebook-no-internet": "notebook = aws.sagemaker.NotebookInstance(",
        "aws-sagemaker-endpoint-cmk": "endpoint_config = aws.sagemaker.EndpointConfiguration(",
        "aws-sagemaker-model-vpc": "model = aws.sagemaker.Model(",
        "aws-iam-passrole-scoped": 'aws.iam.RolePolicy("notebook-data"',
        "aws-iam-no-broad-managed": "role = aws.iam.Role(",
        "aws-s3-block-public-access": 'data = aws.s3.Bucket("training-data"',
    },
    "static-site": {
        "aws-s3-block-public-access": "public_access_block = aws.s3.BucketPublicAccessBlock(",
        "aws-s3-no-public-acl": "acl = aws.s3.BucketAcl(",
        "aws-s3-policy-no-wildcard-principal": "bucket_policy = aws.s3.BucketPolicy(",
        "aws-s3-force-destroy": 'bucket = aws.s3.Bucket("website"',
        "aws-s3-versioning": 'bucket = aws.s3.Bucket("website"',
    },
    "vertex-workbench": {
        "gcp-workbench-private": "instance = gcp.workbench.Instance(",
        "gcp-workbench-idle-shutdown": "instance = gcp.workbench.Instance(",
        "gcp-kms-no-public": "gcp.kms.CryptoKeyIAMBinding(",
        "gcp-kms-rotation": 'key = gcp.kms.CryptoKey("key"',
        "gcp-compute-no-external-ip": "server = gcp.compute.Instance(",
        "gcp-vertex-endpoint-private": 'endpoint = gcp.vertex.AiEndpoint("serving"',
    },
}
"""Program: the rules that must answer, each with the line that it must name (in another file: `file: line`)."""
UNANSWERED = {
    "ec2-webserver": {"aws:ec2/getAmi:getAmi", "aws:route53/getZone:getZone"},
    "fargate": {"aws:ec2/getSubnets:getSubnets", "aws:ec2/getVpc:getVpc"},
    "gke-cluster": {"gcp:container/getEngineVersions:getEngineVersions"},
    "sagemaker-notebook": {"aws:sagemaker/getPrebuiltEcrImage:getPrebuiltEcrImage"},
    "vertex-workbench": {
        "gcp:compute/getImage:getImage",
        "gcp:compute/getZones:getZones",
        "gcp:organizations/getClientConfig:getClientConfig",
        "gcp:organizations/getProject:getProject",
    },
}
"""Program: what only the cloud could have answered."""


@lru_cache
def judged(name: str) -> Review:
    return review(subject_of(PUBLIC / name))


def place(name: str, text: str) -> tuple[str, int]:
    """File and line of `text` in the program; it must stand there once."""
    file, _, line = text.partition(".py: ") if ".py: " in text else ("__main__", "", text)
    lines = (PUBLIC / name / f"{file}.py").read_text("utf-8").splitlines()
    found = [number for number, one in enumerate(lines, 1) if one.strip().startswith(line)]
    assert len(found) == 1, f"{name}: {text}"
    return f"{file}.py", found[0]


def test_every_public_program_is_judged() -> None:
    folders = {folder.name for folder in PUBLIC.iterdir() if (folder / "Pulumi.yaml").is_file()}
    assert folders == set(PLANTED)
    assert len(folders) >= 12


@pytest.mark.parametrize("name", PLANTED)
def test_every_planted_fault_is_found_on_its_line(name: str) -> None:
    found = {
        (one.rule, (Path(one.source.file).name, one.source.line))
        for one in judged(name).findings
        if one.result is Result.FAIL and one.source and Path(one.source.file).parts[-2] == name
    }
    assert {(rule, place(name, text)) for rule, text in PLANTED[name].items()} - found == set()


@pytest.mark.parametrize("name", PLANTED)
def test_no_rule_trips_over_a_public_program(name: str) -> None:
    assert [one for one in judged(name).findings if "could not be judged" in one.message] == []


@pytest.mark.parametrize("name", PLANTED)
def test_every_finding_about_a_resource_names_a_line(name: str) -> None:
    graph = judged(name).subject.graph
    assert [one for one in judged(name).findings if one.source is None and one.urn != graph.stack_urn] == []


@pytest.mark.parametrize("name", PLANTED)
def test_what_only_the_cloud_can_answer_is_told(name: str) -> None:
    told = "".join(judged(name).subject.notes).rpartition(": ")[2]
    assert {token for token in told.split(", ") if token} == UNANSWERED.get(name, set())


@pytest.mark.parametrize("name", PLANTED)
def test_plan_and_cost_show_a_public_program(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("plan", "cost"):
        code = main.run([command, str(PUBLIC / name)])
        said = capsys.readouterr()
        assert code in {1, 3}, said.err
        assert said.out.startswith(str(PUBLIC / name))
