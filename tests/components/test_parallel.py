"""Area of concern: what is deliberately parallel between clouds has the same names in the same order."""

import ast
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path

import pytest

COMPONENTS = Path(__file__).parents[2] / "components"
CLOUDS = ("aws", "azure", "gcp")
ROLES = {
    "budget",
    "cluster",
    "endpoint",
    "filesystem",
    "gpu_nodes",
    "identity",
    "keys",
    "monitoring",
    "network",
    "registry",
    "storage",
}

SHARED: Mapping[str, tuple[str, ...]] = {
    "BucketArgs": ("retention_days",),
    "Bucket": ("name", "uri", "__init__", "allow_read", "allow_write", "_allow"),
    "BudgetArgs": ("monthly_usd", "notify", "alert_percent", "_are_shares"),
    "Budget": ("name", "__init__"),
    "ClusterArgs": (
        *("version", "public_cidrs", "system_machine_type", "system_nodes", "protect"),
        "_are_not_the_internet",
    ),
    "Cluster": ("name", "connect", "version", "__init__", "bind", "_control_plane"),
    "EndpointArgs": ("variants", "requests_per_instance", "capture_percent", "_can_be_hosted"),
    "Endpoint": ("name", "url", "call", "__init__"),
    "GpuNodesArgs": (
        *("cluster_name", "machine", "nodes", "purchase", "disk_gib", "placement_group"),
        *("_is_accelerated", "_names_its_reservation", "_places_freely_in_reservations"),
    ),
    "GpuNodes": ("name", "__init__", "labels", "taints"),
    "KeyArgs": ("protect",),
    "Key": ("id", "__init__"),
    "LustreArgs": ("size_gib", "throughput", "protect", "_is_sold"),
    "Lustre": ("mount_source", "id", "__init__", "mount_type"),
    "MonitoringArgs": ("notify", "latency_seconds", "lustre_id"),
    "Monitoring": ("dashboard_url", "__init__", "_alarm"),
    "NetworkArgs": (
        *("cidr", "zone_count", "zone_names", "nat", "services", "log_retention_days"),
        *("_is_a_private_network", "_are_different"),
    ),
    "Network": ("id", "subnet_ids", "zones", "cidr", "__init__"),
    "RegistryArgs": ("protect",),
    "Registry": ("url", "__init__", "allow_pull"),
    "Signal": ("name", "title", "limit"),
    "endpoint/host.py": ("HOST",),
    "monitoring/dashboard.py": ("body", "_title", "_graph"),
    "monitoring/signals.py": ("Signal", "of_cluster", "of_lustre", "of_nfs"),
    "monitoring/watch.py": ("MonitoringArgs", "Monitoring", "_signals"),
}
"""What a class (without its cloud) or a module has on every cloud; a name that one cloud changes is missing here."""


def _plain(name: str, cloud: str) -> str:
    return name.removeprefix(cloud.capitalize())


def _names(body: list[ast.stmt], cloud: str) -> Iterator[str]:
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield _plain(node.name, cloud)
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if isinstance(target, ast.Name):
                yield target.id


def _found() -> dict[str, dict[str, list[str]]]:
    """Names in each module and each class, by cloud."""
    found: dict[str, dict[str, list[str]]] = {}
    for cloud in CLOUDS:
        for file in sorted((COMPONENTS / cloud).rglob("*.py")):
            body = ast.parse(file.read_text(encoding="utf-8")).body
            found.setdefault(file.relative_to(COMPONENTS / cloud).as_posix(), {})[cloud] = [*_names(body, cloud)]
            for node in body:
                if isinstance(node, ast.ClassDef):
                    found.setdefault(_plain(node.name, cloud), {})[cloud] = [*_names(node.body, cloud)]
    return found


FOUND = _found()
PARALLEL = sorted(what for what, clouds in FOUND.items() if len(clouds) > 1)


def _kit(cloud: str) -> ast.ClassDef:
    return _class(COMPONENTS / cloud / "kit.py", f"{cloud.capitalize()}Kit")


def _class(file: Path, name: str) -> ast.ClassDef:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return next(node for node in body if isinstance(node, ast.ClassDef) and node.name == name)


def _methods(kit: ast.ClassDef) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in kit.body if isinstance(node, ast.FunctionDef) and not node.decorator_list}


def _public(kit: ast.ClassDef) -> list[tuple[str, str]]:
    """Name of each public method, and its parameters with their types and defaults."""
    return [(name, ast.unparse(node.args)) for name, node in _methods(kit).items() if not name.startswith("_")]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_cloud_has_a_file_or_folder_for_every_role(cloud: str) -> None:
    folder = COMPONENTS / cloud
    modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert modules >= ROLES | {"kit"}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_kit_has_the_methods_of_the_protocol_in_its_order_with_its_parameters(cloud: str) -> None:
    protocol = _public(_class(COMPONENTS / "roles.py", "Kit"))
    assert len(protocol) == len(ROLES)
    assert _public(_kit(cloud)) == protocol


@pytest.mark.parametrize("name", ["_name", "_opts"])
def test_kits_name_and_place_what_they_build_the_same_way(name: str) -> None:
    assert len({ast.dump(_methods(_kit(cloud))[name]) for cloud in CLOUDS}) == 1


@pytest.mark.parametrize("what", PARALLEL)
def test_what_clouds_have_in_common_stands_in_the_same_order(what: str) -> None:
    for one, other in combinations(FOUND[what].values(), 2):
        assert [name for name in one if name in other] == [name for name in other if name in one]


@pytest.mark.parametrize("what", SHARED)
def test_what_every_cloud_has_keeps_its_names(what: str) -> None:
    assert set(FOUND[what]) == set(CLOUDS)
    first, *others = FOUND[what].values()
    assert tuple(name for name in first if all(name in other for other in others)) == SHARED[what]


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_firewalls_are_asked_for_the_same_way(cloud: str) -> None:
    """What a rule is differs (a range or the group itself; tags, several ranges, priorities); the call does not."""
    body = ast.parse((COMPONENTS / cloud / "firewall.py").read_text(encoding="utf-8")).body
    builder = next(node for node in body if isinstance(node, ast.FunctionDef) and node.name == "firewall")
    assert [each.arg for each in builder.args.args][:2] == ["name", "parent"]
    rules = [ast.unparse(each) for each in builder.args.kwonlyargs if each.arg in {"ingress", "egress"}]
    assert rules == ["ingress: Mapping[str, Traffic]", "egress: Mapping[str, Traffic]"]


def test_no_function_of_a_cloud_stands_again_in_another() -> None:
    """A body of more than a call and a return that is the same to the letter belongs beside the clouds."""
    bodies: dict[str, set[str]] = {}
    for cloud in CLOUDS:
        for file in (COMPONENTS / cloud).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.FunctionDef):
                    logic = [each for each in node.body if not _is_text(each)]
                    if sum(isinstance(each, ast.stmt) for part in logic for each in ast.walk(part)) > 2:
                        bodies.setdefault("\n".join(map(ast.unparse, logic)), set()).add(cloud)
    assert len(bodies) > 100
    assert [body for body, clouds in bodies.items() if len(clouds) > 1] == []


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
