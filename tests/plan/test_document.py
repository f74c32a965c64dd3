"""Area of concern: a resource as JSON shows no secret."""

import json

from stackwright.plan.document import resource_json, source_json
from stackwright.plan.graph import UNKNOWN, Resource, Source


def test_secrets_are_masked_and_unknowns_are_marked() -> None:
    found = resource_json(
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
    assert found["inputs"] == {
        "password": "[secret]",
        "list": [{"token": "[secret]", "name": "n"}],
        "kmsKeyId": {"unknown": True},
    }


def test_a_place_has_a_column_where_one_is_known() -> None:
    assert source_json(Source("app.py", 3)) == {"file": "app.py", "line": 3, "column": None}
    assert source_json(Source("b.yaml", 3, 7)) == {"file": "b.yaml", "line": 3, "column": 7}
    assert source_json(None) is None
