"""Area of concern: the same graph from a `pulumi stack export`."""

from pathlib import Path

import pytest

from stackwright.plan.graph import Source
from stackwright.plan.read import ExportError, graph_of, read_export
from stackwright.plan.wire import SECRET, SIGNATURE

URN = "urn:pulumi:dev::shop::aws:s3/bucket:Bucket::data"
STACK = "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev"
EXPORT = {
    "version": 3,
    "deployment": {
        "resources": [
            {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False, "outputs": {"name": "data-1"}},
            {
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
                },
                "propertyDependencies": {"tags": [STACK], "none": None},
                "sourcePosition": "project:///app/__main__.py#6,2",
                "protect": True,
            },
            {"urn": URN, "type": "aws:s3/bucket:Bucket", "custom": True, "delete": True},
        ]
    },
}


def test_an_export_gives_the_graph_that_was_deployed() -> None:
    graph = graph_of(EXPORT)
    bucket = graph.by_urn[URN]
    assert (graph.project, graph.stack, graph.outputs) == ("shop", "dev", {"name": "data-1"})
    assert bucket.inputs == {"tags": {"n": 8}, "sealed": "[secret]", "shown": "hunter2"}
    assert bucket.secrets == {"sealed", "shown"}
    assert bucket.property_dependencies == {"none": (), "tags": (STACK,)}
    assert bucket.provider.endswith("::default")
    assert (bucket.id, bucket.protect, bucket.source) == ("data-1", True, Source("app/__main__.py", 6))


def test_a_resource_that_waits_for_deletion_is_left_out() -> None:
    assert len(graph_of(EXPORT)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"deployment": 3}',
        '{"resources": []}',
        '{"deployment": {"resources": [{}]}}',
        '{"deployment": {"resources": ["x"]}}',
    ],
)
def test_a_file_that_is_no_export_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(text)
    with pytest.raises(ExportError, match=r"state\.json"):
        read_export(file)
