"""The server as a process, and the real engine deploying to it."""

import json
import signal
import subprocess
import sys
import time

import pytest

from stackwright.sandbox.store import Store

SERVER = [sys.executable, "-m", "stackwright.sandbox.server"]


@pytest.mark.enable_socket
def test_it_says_its_ports_in_one_line_and_ends_when_its_input_closes(tmp_path, server_at):
    server = server_at(tmp_path / "cloud.sqlite")
    assert sorted(server.ports) == ["aws", "azure-native", "gcp", "kubernetes"]
    assert len(set(server.ports.values())) == 4
    assert server.close() == 0


@pytest.mark.enable_socket
def test_it_ends_on_sigterm(tmp_path, server_at):
    server = server_at(tmp_path / "cloud.sqlite")
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=20) == 0
    server.close()


@pytest.mark.parametrize(
    ("args", "reason"),
    [
        (["--state", "{tmp}/cloud.sqlite", "--faults", "create bucket 1 fail"], "expected a type token"),
        (["--state", "{tmp}/absent/cloud.sqlite"], "absent/cloud.sqlite"),
        ([], "--state"),
    ],
)
def test_a_wrong_argument_is_a_sentence_and_exit_code_2(tmp_path, args, reason):
    command = [*SERVER, *(arg.format(tmp=tmp_path) for arg in args)]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


NETWORK = """
    import pulumi
    import pulumi_aws as aws

    config = pulumi.Config()
    vpc = aws.ec2.Vpc("net", cidr_block=config.get("cidr") or "10.0.0.0/16")
    zones = aws.get_availability_zones_output(state="available")
    subnet = aws.ec2.Subnet("a", vpc_id=vpc.id, cidr_block="10.0.0.0/24", availability_zone=zones.names[0])
    key = aws.kms.Key("key", enable_key_rotation=True)
    data = aws.s3.Bucket("data", tags={"team": config.get("team") or "research"})
    aws.s3.BucketServerSideEncryptionConfiguration("data", bucket=data.id, rules=[
        {"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn}}])
    role = aws.iam.Role("role", assume_role_policy=aws.iam.get_policy_document_output(statements=[{
        "actions": ["sts:AssumeRole"],
        "principals": [{"type": "Service", "identifiers": ["eks.amazonaws.com"]}]}]).json)
    cluster = aws.eks.Cluster("c", role_arn=role.arn, vpc_config={"subnet_ids": [subnet.id]})
    aws.vpc.SecurityGroupIngressRule("nodes", security_group_id=cluster.vpc_config.cluster_security_group_id,
        ip_protocol="tcp", from_port=443, to_port=443, cidr_ipv4="10.0.0.0/8")
    aws.ssm.Parameter("token", type="SecureString", value=pulumi.Output.secret("hunter2"))
    pulumi.export("bucket", data.bucket)
    pulumi.export("issuer", cluster.identities[0].oidcs[0].issuer)
"""


@pytest.mark.engine
def test_a_stack_is_deployed_changed_replaced_refreshed_and_destroyed(project):
    project.serve()
    project.program(NETWORK)
    assert "+ 10 to create" in project.pulumi("preview")
    project.up()
    assert "https://oidc.eks.us-east-1" in project.pulumi("stack", "output", "issuer")
    assert "hunter2" not in project.pulumi("stack", "export")
    project.up("--expect-no-changes")
    project.pulumi("refresh", "--yes", "--expect-no-changes")

    (bucket,), (before,) = project.ids("Bucket"), project.ids("Vpc")
    project.pulumi("config", "set", "team", "platform")
    assert "~ 1 updated" in project.up()
    assert project.ids("Bucket") == [bucket]

    project.pulumi("config", "set", "cidr", "10.1.0.0/16")
    said = project.up()
    assert "+-2 replaced" in said
    (after,) = project.ids("Vpc")
    assert after != before
    project.pulumi("refresh", "--yes", "--expect-no-changes")

    project.pulumi("destroy", "--yes", "--skip-preview")
    store = Store(project.state)
    assert store.is_empty()
    store.close()


@pytest.mark.engine
def test_a_mistake_stops_the_preview_with_its_property_path(project):
    project.serve()
    project.program("""
        import pulumi_aws as aws
        aws.eks.NodeGroup("n", cluster_name="c", node_role_arn="r", subnet_ids=["s"], disk_size="big",
            scaling_config={"min_size": 1, "max_size": 1, "desired_sizes": 1})
    """)
    said = project.pulumi("preview", fails=True)
    assert "property diskSize" in said
    assert "expected a whole number, got a string" in said
    assert "scalingConfig.desired_sizes" in said
    assert "did you mean `desiredSize`?" in said
    assert "Traceback" not in said


@pytest.mark.engine
def test_an_explicit_name_is_deleted_before_its_replacement_and_a_taken_one_refused(project):
    project.serve()
    program = """
        import pulumi_aws as aws
        aws.sagemaker.EndpointConfiguration("c", name="fixed", production_variants=[
            {"model_name": "MODEL", "instance_type": "ml.g5.xlarge", "initial_instance_count": 1}])
    """
    project.program(program.replace("MODEL", "one"))
    project.up()
    project.program(program.replace("MODEL", "two"))
    said = project.up()
    assert said.index("deleted original") < said.index("created replacement")
    project.program(program.replace('"c"', '"d"'))
    assert "EndpointConfigurationAlreadyExists" in project.up(fails=True)


@pytest.mark.engine
def test_providers_of_one_stack_keep_their_region_and_default_tags(project):
    project.serve()
    program = """
        import pulumi, pulumi_aws as aws
        topic = aws.sns.Topic("here")
        west = aws.Provider("west", region="us-west-2", default_tags={"tags": {"side": "SIDE"}})
        there = aws.sns.Topic("there", opts=pulumi.ResourceOptions(provider=west))
        pulumi.export("arns", pulumi.Output.json_dumps([topic.arn, there.arn]))
        pulumi.export("tags", there.tags_all)
    """
    project.program(program.replace("SIDE", "left"))
    project.up()
    here, there = json.loads(project.pulumi("stack", "output", "arns"))
    assert here.startswith("arn:aws:sns:us-east-1:")
    assert there.startswith("arn:aws:sns:us-west-2:")
    project.program(program.replace("SIDE", "right"))
    assert "~ 2 updated" in project.up()
    assert json.loads(project.pulumi("stack", "output", "tags")) == {"side": "right"}
    project.pulumi("destroy", "--yes", "--skip-preview")
    assert project.ids("Topic") == []


@pytest.mark.engine
def test_a_create_whose_answer_the_engine_never_got_is_found_and_imported(project):
    server = project.serve("--faults", "create aws:s3/bucket:Bucket 1 lose")
    project.program("""
        import pulumi_aws as aws
        aws.s3.Bucket("data")
    """)
    engine = subprocess.Popen(
        ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive"],
        cwd=project.folder,
        env=project.env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    until = time.monotonic() + 60
    while not project.ids("Bucket") and time.monotonic() < until:
        assert engine.poll() is None
    engine.kill()
    engine.wait()
    server.close()

    project.serve()
    project.pulumi("cancel", "--yes")
    project.pulumi("refresh", "--yes", "--clear-pending-creates")
    store = Store(project.state)
    ((urn, id),) = store.interrupted("dev")
    store.close()
    assert urn == "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data"
    project.pulumi("import", "aws:s3/bucket:Bucket", "data", id, "--yes", "--protect=false", "--generate-code=false")
    project.up("--expect-no-changes")
    assert project.ids("Bucket") == [id]


@pytest.mark.engine
def test_the_other_packages_are_deployed_and_destroyed_too(project):
    project.serve()
    project.pulumi("config", "set", "gcp:project", "shop")
    project.program("""
        import pulumi
        import pulumi_azure_native as azure
        import pulumi_gcp as gcp
        import pulumi_kubernetes as k8s
        gcp.storage.Bucket("data", location="EU", labels={"team": "a"})
        group = azure.resources.ResourceGroup("group", location="westeurope")
        account = azure.storage.StorageAccount("store", resource_group_name=group.name,
            kind=azure.storage.Kind.STORAGE_V2, sku={"name": "Standard_LRS"})
        space = k8s.core.v1.Namespace("jobs")
        k8s.core.v1.Secret("token", metadata={"namespace": space.metadata.name}, string_data={"t": "hunter2"})
        k8s.apiextensions.CustomResource("queue", api_version="kueue.x-k8s.io/v1beta1", kind="ClusterQueue",
            spec={"namespaceSelector": {}})
        pulumi.export("account", account.name)
        pulumi.export("space", space.metadata.name)
    """)
    assert "+ 7 to create" in project.pulumi("preview")
    project.up()
    assert project.pulumi("stack", "output", "space").startswith("jobs-")
    assert project.pulumi("stack", "output", "account").startswith("store")
    assert "hunter2" not in project.pulumi("stack", "export")
    project.up("--expect-no-changes")
    project.pulumi("refresh", "--yes", "--expect-no-changes")
    project.pulumi("destroy", "--yes", "--skip-preview")
    assert project.ids("Bucket") == []
