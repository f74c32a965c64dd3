"""Area of concern: the JSON of a plan keeps its published schema and shows no secret."""

import json
from pathlib import Path

import jsonschema

from stackwright.plan.document import document
from stackwright.plan.graph import UNKNOWN, Graph, Resource, Source

SCHEMA = json.loads((Path(__file__).parents[2] / "stackwright/plan/plan.schema.json").read_text(encoding="utf-8"))
ESTIMATE = {
    "currency": "USD", "period": "month", "as_of": None, "low": 0, "expected": 0, "high": 0, "coverage": 1,
    "items": [], "unpriced": [],
}  # fmt: skip


def _document(resource: Resource) -> dict[str, object]:
    return document(
        Graph([resource]), blueprint="b.yaml", cloud="aws", region="us-east-1", environment="prod", findings=[],
        estimate=ESTIMATE,
    )  # fmt: skip


def test_secrets_are_masked_and_unknowns_are_marked() -> None:
    found = _document(
        Resource(
            urn="urn:x",
            type="aws:rds/instance:Instance",
            name="db",
            inputs={"password": "hunter2", "list": [{"token": "hunter2", "name": "n"}], "kmsKeyId": UNKNOWN},
            secrets=frozenset({"password", "list[0].token"}),
            source=Source("app.py", 3),
        )
    )
    assert "hunter2" not in json.dumps(found)
    assert found["resources"][0]["inputs"] == {
        "password": "[secret]",
        "list": [{"token": "[secret]", "name": "n"}],
        "kmsKeyId": {"unknown": True},
    }


def test_a_plan_keeps_the_published_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(_document(Resource(urn="urn:x", type="a:b:C", name="n")), SCHEMA)
