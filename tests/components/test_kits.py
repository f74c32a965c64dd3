"""Area of concern: every kit fills every role, imports only its own cloud, and says what is missing."""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass

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
from stackwright.components.kits import KITS, MissingExtra, make_kit, stack_tags
from stackwright.components.roles import Kit
from stackwright.testing.plugin import Cloud, Plan


@dataclass(frozen=True)
class Place:
    """What differs between clouds of what a stack asks for, and of what it is made of."""

    region: str
    account: str
    accelerator: str
    image: str
    lustre: tuple[int, int]
    """Size and throughput that the cloud sells."""
    builds: frozenset[str]
    """Components whose names are the cloud's own."""
    tags: Callable[[Plan], Mapping[str, str]]
    """Tags that what the stack owns carries."""
    stack_tag: str


PLACES = {
    "aws": Place(
        region="us-east-1",
        account="",
        accelerator="L4:1",
        image="123456789012.dkr.ecr.us-east-1.amazonaws.com/serve:1.0.0",
        lustre=(1200, 250),
        builds=frozenset({"role", "nfs"}),
        # Pulumi sends a provider's settings as JSON
        tags=lambda plan: json.loads(plan.only("pulumi:providers:aws").get("defaultTags"))["tags"],
        stack_tag="stackwright:stack",
    ),
    "gcp": Place(
        region="us-central1",
        account="lab-project",
        accelerator="L4:1",
        image="us-central1-docker.pkg.dev/lab-project/images/serve:1.0.0",
        lustre=(36_000, 250),
        builds=frozenset({"serviceaccount", "nfs"}),
        tags=lambda plan: json.loads(plan.only("pulumi:providers:gcp").get("defaultLabels")),
        stack_tag="stackwright-stack",
    ),
    "azure": Place(
        region="eastus",
        account="00000000-0000-0000-0000-000000000001",
        accelerator="A10:1",
        image="laboratory.azurecr.io/serve:1.0.0",
        lustre=(8192, 250),
        builds=frozenset({"identity", "files"}),
        tags=lambda plan: plan.only("azure-native:resources:ResourceGroup").get("tags"),
        stack_tag="stackwright:stack",
    ),
}
_SDKS = tuple(sorted(sdk for _, _, sdk in KITS.values()))
MAIL = ["ml-platform@example.com"]
PROVIDERS = {"aws": "aws", "gcp": "gcp", "azure": "azure-native"}
each_cloud = pytest.mark.parametrize("name", sorted(KITS))


def _foundation(name: str) -> Foundation:
    place = PLACES[name]
    return Foundation(
        "lab",
        place.region,
        "prod",
        protect=True,
        log_retention_days=365,
        tags={"owner": "research"},
        account=place.account,
    )


def _everything(kit: Kit, cloud: str) -> None:
    """Every role of the kit, wired as a blueprint would."""
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", zones=2, nat=Nat.SINGLE, services=[])
    data, images = kit.object_store("data", retention_days=30), kit.registry("images")
    pods, serving = kit.identity("pods", runs_on=RunsOn.POD), kit.identity("serving", runs_on=RunsOn.ENDPOINT)
    cluster = kit.cluster("cluster", access=ClusterAccess(("203.0.113.0/24",)))
    cluster.bind(pods, namespace="training", service_account="trainer")
    place = PLACES[cloud]
    machine = resolve(place.accelerator, cloud)
    pool = kit.gpu_pool(
        "pool", machine=machine, nodes=1, purchase=Purchase(), zone=None, disk_gib=100, placement_group=False
    )
    size, throughput = place.lustre
    lustre = kit.filesystem(
        "scratch", kind=FilesystemKind.LUSTRE, size_gib=size, throughput=throughput, zone=None, source=data
    )
    kit.filesystem("home", kind=FilesystemKind.NFS, size_gib=1024, throughput=0, zone=None, source=None)
    data.allow_read(pods)
    data.allow_write(serving)
    images.allow_pull(pods)
    endpoint = kit.endpoint(
        "endpoint",
        variants=[Variant("only", machine, place.image, instances_min=2, instances_max=4)],
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
    return cloud.deploy(lambda: _everything(make_kit(name, _foundation(name)), name), region=PLACES[name].region)


@each_cloud
def test_a_kit_builds_every_role(cloud: Cloud, name: str) -> None:
    built = {r.type.rpartition(":")[2].lower().removeprefix(name) for r in _plan(cloud, name) if not r.custom}
    roles = {
        "key",
        "network",
        "bucket",
        "registry",
        "cluster",
        "gpunodes",
        "lustre",
        "endpoint",
        "monitoring",
        "budget",
    }
    assert built >= roles | PLACES[name].builds


@each_cloud
def test_every_name_starts_with_the_stacks_prefix(cloud: Cloud, name: str) -> None:
    strangers = [r.name for r in _plan(cloud, name) if r.type != "pulumi:pulumi:Stack" and not r.name.startswith("lab")]
    assert strangers == []


@each_cloud
def test_everything_is_made_by_the_stacks_own_provider_and_carries_its_tags(cloud: Cloud, name: str) -> None:
    plan, place = _plan(cloud, name), PLACES[name]
    provider = plan.only(f"pulumi:providers:{PROVIDERS[name]}")
    made = [r for r in plan if r.custom and r is not provider and not r.type.startswith("pulumi-python:dynamic")]
    assert {r.provider for r in made} == {provider.urn}
    assert place.region in (provider.get("region"), provider.get("location"))
    tags = place.tags(plan)
    assert (tags[place.stack_tag], tags["owner"]) == ("lab", "research")


def test_importing_the_kits_imports_no_cloud() -> None:
    code = f"import sys, stackwright.components.kits; sys.exit(any(name.startswith({_SDKS!r}) for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@each_cloud
def test_a_missing_sdk_is_named_with_the_command(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kits, "find_spec", lambda sdk: None)
    with pytest.raises(MissingExtra, match=rf"pip install 'stackwright\[{name}\]'"):
        make_kit(name, _foundation(name))


@pytest.mark.parametrize(
    ("key", "beside"),
    [("stackwright:stack", "stackwright:environment"), ("stackwright-stack", "stackwright-environment")],
)
def test_the_stacks_own_tags_stand_behind_what_a_user_asks_for(key: str, beside: str) -> None:
    foundation = Foundation("lab", "r", "dev", False, 30, tags={"owner": "research", key: "stranger"})
    assert stack_tags(foundation, key) == {"owner": "research", key: "lab", beside: "dev"}
