"""Area of concern: no secret of a program is in anything that a command writes, wherever a property can hold one.

A value that Pulumi knows as a secret may look like anything; one that nobody marked has to look like a credential.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.policies.reports.formats import FORMATS

MARKED = [f"hunter{n:02}zq" for n in range(30)]
PLAIN = [f"ghp_{n:02}zq{'Aa0' * 12}" for n in range(30, 56)]
PROGRAM = """
import base64, json
import pulumi
import pulumi_aws as aws

def m(n): return pulumi.Output.secret(f"hunter{n:02}zq")
def p(n): return f"ghp_{n:02}zq{'Aa0' * 12}"
text = lambda value: pulumi.Output.json_dumps(value)

eu = aws.Provider("eu", region="eu-west-1", access_key=m(0), secret_key=p(30), token=m(1),
    assume_roles=[{"role_arn": "arn:aws:iam::1:role/x", "external_id": m(2)}],
    default_tags={"tags": {"a": m(3), "b": p(31)}})
one = pulumi.ResourceOptions(provider=eu)
bucket = aws.s3.Bucket("data", bucket=m(4), tags={"k": m(5), "l": p(32), p(33): "key"}, opts=one)
aws.s3.BucketPolicy("data", bucket=bucket.id, policy=text({"Statement": [{"Effect": "Allow", "Principal": {"AWS": m(6)},
    "Action": "s3:*", "Resource": p(34)}, {"Effect": "Allow", "Principal": "*", "Action": m(7), "Resource": "*"}]}))
aws.s3.BucketServerSideEncryptionConfiguration("data", bucket=bucket.id, rules=[
    {"apply_server_side_encryption_by_default": {"sse_algorithm": m(8), "kms_master_key_id": p(35)}}])
aws.s3.BucketObject("o", bucket=bucket.id, content=p(36), source_hash=m(9), metadata={"a": p(37), "b": m(10)})
for n, machine in ((38, m(11)), (39, "m7i.large")):
    aws.ec2.Instance(f"box{n}", ami=m(12), instance_type=machine, user_data=f"export API_KEY={p(n)}", key_name=m(13),
        tags={"Name": p(40)}, metadata_options={"http_tokens": m(14)}, root_block_device={"kms_key_id": p(41)})
aws.ec2.Instance("b64", ami=p(42), instance_type="m7i.large",
    user_data_base64=base64.b64encode(p(43).encode()).decode())
aws.ec2.SecurityGroup("g", description=p(44), ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22,
    "cidr_blocks": [m(15), "0.0.0.0/0"], "description": m(16)}, {"protocol": p(45), "from_port": 0, "to_port": 0}])
aws.ssm.Parameter("s", type="String", value=p(46)); aws.ssm.Parameter("t", type="SecureString", value=m(17))
aws.iam.Role("r", assume_role_policy=text({"Statement": [{"Effect": "Allow",
    "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole",
    "Condition": {"StringEquals": {"sts:ExternalId": m(18)}}}]}), description=p(47),
    inline_policies=[{"name": m(19), "policy": text({"Statement": [{"Effect": "Allow", "Action": "*",
        "Resource": p(48)}]})}])
aws.lambda_.Function("f", role="arn:aws:iam::1:role/x", runtime="python3.12", handler=p(49),
    environment={"variables": {"TOKEN": m(20), "DB_PASSWORD": p(50), "MODE": m(21)}}, code=pulumi.AssetArchive({}))
aws.rds.Instance("d", engine="postgres", instance_class=m(22), allocated_storage=20, username=m(23), password=m(24),
    db_name=p(51))
aws.ecs.TaskDefinition("c", family=m(25), container_definitions=text([{"name": "c", "image": p(52),
    "environment": [{"name": "API_KEY", "value": m(26)}, {"name": "X", "value": p(53)}]}]))
aws.budgets.Budget("b", budget_type="COST", limit_amount=m(27), limit_unit="USD", time_unit=p(54))
pulumi.export("out", m(28)); pulumi.export("plain", p(55)); pulumi.export("nested", {"a": [m(29)]})
pulumi.log.info(pulumi.Config().get("secret") or "none")
"""
COMMANDS = (("plan",), ("check",), ("check", "-e", "dev"), ("cost",))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_55_secrets_in_every_place_of_a_program_are_in_no_output(
    cli: Callable[..., Any], project: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = project(PROGRAM)
    (folder / "Pulumi.dev.yaml").write_text("config:\n  app:secret:\n    secure: v1:ciphertextzq\n")
    files = {name: tmp_path / name for name in FORMATS}
    written: dict[str, str] = {}
    for command in COMMANDS:
        asked = [] if command[0] == "cost" else [w for name, file in files.items() for w in (f"--{name}", file)]
        said = cli(*command, folder, *asked)
        assert said.code == (3 if command[0] == "cost" else 1), said.err
        written[f"{command} text"] = said.out + said.err
        written |= {f"{command} {name}": file.read_text(encoding="utf-8") for name, file in files.items()}
        written[f"{command} --json"] = cli(*command, folder, "--json", "-").out
    assert "ai-no-plaintext-secret" in written["('check',) text"]
    assert len(MARKED) + len(PLAIN) > 50
    leaks = [
        (secret, where)
        for where, text in written.items()
        for secret in (*MARKED, *PLAIN, "ciphertextzq")
        if secret in text
    ]
    assert leaks == []
