"""Area of concern: every kit fills every role, imports only its own cloud, and says what is missing."""

import json
import subprocess
import sys

import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.components import kits
from stackwright.components.intents import (
    ClusterAccess,
    FilesystemKind,
    Foundation,
    Nat,
    Purchase,
    RunsOn,
    Variant,
)
from stackwright.components.kits import KITS, MissingExtra, make_kit
from stackwright.components.roles import Kit
from stackwright.testing.plugin import Cloud, Plan

FOUNDATION = Foundation("lab", "us-east-1", "prod", protect=True, log_retention_days=365, tags={"owner": "research"})
MAIL = ["ml-platform@example.com"]
each_cloud = pytest.mark.parametrize("name", sorted(KITS))


def _everything(kit: Kit, cloud: str) -> None:
    """Every role of the kit, wired as a blueprint would."""
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", zones=2, nat=Nat.SINGLE, services=[])
    data, images = kit.object_store("data", retention_days=30), kit.registry("images")
    pods, serving = kit.identity("pods", runs_on=RunsOn.POD), kit.identity("serving", runs_on=RunsOn.ENDPOINT)
    cluster = kit.cluster("cluster", access=ClusterAccess(("203.0.113.0/24",)))
    cluster.bind(pods, namespace="training", service_account="trainer")
    machine = resolve("L4:1", cloud)
    pool = kit.gpu_pool(
        "pool", machine=machine, nodes=1, purchase=Purchase(), zone=None, disk_gib=100, placement_group=False
    )
    lustre = kit.filesystem(
        "scratch", kind=FilesystemKind.LUSTRE, size_gib=1200, throughput=250, zone=None, source=data
    )
    kit.filesystem("home", kind=FilesystemKind.NFS, size_gib=100, throughput=0, zone=None, source=None)
    data.allow_read(pods)
    data.allow_write(serving)
    images.allow_pull(pods)
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1.0.0"
    endpoint = kit.endpoint(
        "endpoint",
        variants=[Variant("only", machine, image, instances_min=2, instances_max=4)],
        identity=serving,
        capture=data,
        capture_percent=10,
        requests_per_instance=60,
    )
    kit.monitoring(
        "monitoring",
        cluster=cluster,
        pools=[pool],
        endpoint=endpoint,
        variants=["only"],
        filesystem=lustre,
        notify=MAIL,
    )
    kit.budget("budget", monthly_usd=1000, alert_percent=[80, 100], notify=MAIL)


def _plan(cloud: Cloud, name: str) -> Plan:
    return cloud.deploy(lambda: _everything(make_kit(name, FOUNDATION), name))


@each_cloud
def test_a_kit_builds_every_role(cloud: Cloud, name: str) -> None:
    built = {r.type.rpartition(":")[2].lower().removeprefix(name) for r in _plan(cloud, name) if not r.custom}
    assert {"key", "network", "bucket", "registry", "role", "cluster", "gpunodes"} <= built
    assert {"lustre", "nfs", "endpoint", "monitoring", "budget"} <= built


@each_cloud
def test_every_name_starts_with_the_stacks_prefix(cloud: Cloud, name: str) -> None:
    strangers = [r.name for r in _plan(cloud, name) if r.type != "pulumi:pulumi:Stack" and not r.name.startswith("lab")]
    assert strangers == []


@each_cloud
def test_everything_is_made_by_the_stacks_own_provider_with_its_tags(cloud: Cloud, name: str) -> None:
    plan = _plan(cloud, name)
    provider = plan.only(f"pulumi:providers:{name}")
    assert {r.provider for r in plan if r.custom and r is not provider} == {provider.urn}
    assert provider.get("region") == "us-east-1"
    tags = json.loads(provider.get("defaultTags"))["tags"]  # Pulumi sends a provider's settings as JSON
    assert (tags["stackwright:stack"], tags["owner"]) == ("lab", "research")


def test_importing_the_kits_imports_no_cloud() -> None:
    code = "import sys, stackwright.components.kits; sys.exit(any('pulumi_aws' in name for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@each_cloud
def test_a_missing_sdk_is_named_with_the_command(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kits, "find_spec", lambda sdk: None)
    with pytest.raises(MissingExtra, match=rf"pip install 'stackwright\[{name}\]'"):
        make_kit(name, FOUNDATION)
