"""Area of concern: resources as the engine writes them become the graph that was deployed."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Source
from stackwright.plan.state import MALFORMED, graph_of_states
from stackwright.plan.wire import SECRET, SIGNATURE, UNKNOWN_STRING

URN = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data"
STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
ROOT = {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False, "outputs": {"name": "data-1"}}
BUCKET = {
    "urn": URN,
    "type": "aws:s3/bucket:Bucket",
    "custom": True,
    "id": "data-1",
    "parent": STACK,
    "provider": "urn:pulumi:dev::shop::pulumi:providers:aws::default::some-id",
    "inputs": {
        "tags": {"n": 8.0},
        "sealed": {SIGNATURE: SECRET, "ciphertext": "abc"},
        "shown": {SIGNATURE: SECRET, "plaintext": '"hunter2"'},
        "masked": ["[secret]"],
        "later": UNKNOWN_STRING,
    },
    "propertyDependencies": {"tags": [STACK], "none": None},
    "sourcePosition": "project:///app/__main__.py#6,2",
    "protect": True,
}


def frames(*positions: str) -> dict[str, object]:
    return {"stackTrace": [{"sourcePosition": f"project:///{position}"} if position else {} for position in positions]}


def placed(*positions: str) -> Source | None:
    return graph_of_states([ROOT, BUCKET | frames(*positions)]).by_urn[URN].source


def test_a_state_gives_the_resource_that_was_deployed() -> None:
    graph = graph_of_states([ROOT, BUCKET])
    bucket = graph.by_urn[URN]
    assert (graph.project, graph.stack, graph.outputs) == ("shop", "dev", {"name": "data-1"})
    assert bucket.property_dependencies == {"none": (), "tags": (STACK,)}
    assert bucket.provider.endswith("::default")
    assert (bucket.id, bucket.protect, bucket.source) == ("data-1", True, Source("app/__main__.py", 6))


def test_a_secret_that_nobody_can_read_here_is_unknown_and_keeps_its_place() -> None:
    bucket = graph_of_states([BUCKET]).by_urn[URN]
    assert bucket.inputs == {
        "tags": {"n": 8},
        "sealed": UNKNOWN,
        "shown": "hunter2",
        "masked": [UNKNOWN],
        "later": UNKNOWN,
    }
    assert bucket.secrets == {"sealed", "shown", "masked[0]"}


def test_a_name_may_hold_colons() -> None:
    assert graph_of_states([BUCKET | {"urn": f"{URN}::blue"}]).resources[0].name == "data::blue"


def test_what_is_only_read_is_marked() -> None:
    assert graph_of_states([BUCKET | {"external": True}]).resources[0].external
    assert not graph_of_states([BUCKET]).resources[0].external


def test_the_place_is_the_first_frame_in_the_users_own_files() -> None:
    sdk = "../../.venv/lib/python3.11/site-packages/pulumi_aws/s3/bucket.py#1284"
    assert placed("venv/lib/x.py#1", sdk, "", "parts%20two.py#6", "__main__.py#7") == Source("parts two.py", 6)
    assert placed("../shared/parts.py#6", "__main__.py#7") == Source("__main__.py", 7)
    assert placed("node_modules/x/index.js#1", "index.ts#5,10") == Source("index.ts", 5)
    assert placed("../../../usr/lib/python3.11/runpy.py#88") is None


def test_places_of_a_sandbox_are_those_of_the_users_project() -> None:
    host = "../../../../../opt/cache/engine/pulumi-language-python-exec#188"
    assert placed("../../app/__main__.py#7", "", host) == Source("app/__main__.py", 7)


def test_a_resource_without_a_frame_is_placed_by_its_parent() -> None:
    component = {"urn": f"{STACK}::c", "type": "my:index:C", **frames("__main__.py#3")}
    child = {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True, "parent": component["urn"]}
    assert graph_of_states([child, component]).by_urn[URN].source == Source("__main__.py", 3)
    assert graph_of_states([child | {"parent": URN}]).by_urn[URN].source is None


@pytest.mark.parametrize("state", [3, "x", {}, {"urn": "x", "type": "y"}, {"urn": [], "type": "y"}, {"urn": URN}])
def test_what_is_no_state_raises_what_readers_expect(state: Any) -> None:
    with pytest.raises(MALFORMED):
        graph_of_states([state])
