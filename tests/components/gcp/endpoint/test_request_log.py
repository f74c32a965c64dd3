from typing import Any

import pulumi

from stackwright.components.gcp.endpoint.request_log import sampled
from stackwright.components.gcp.project import project_of
from stackwright.plan.graph import MISSING, Resource
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


class Holder(pulumi.ComponentResource):
    def __init__(self, **knobs: Any) -> None:
        super().__init__("test:index:Holder", "holder", {}, None)
        given = {"key_id": "key", "percent": 25, "retention_days": 2, "protect": False, **knobs}
        setting = sampled("serve-all", project_of(self), parent=self, **given)
        pulumi.export("setting", setting)
        self.register_outputs({})


def _dataset(cloud: Cloud, **knobs: Any) -> tuple[Resource, Any]:
    plan = cloud.deploy(lambda: Holder(**knobs), config=CONFIG)
    return plan.only("gcp:bigquery/dataset:Dataset"), plan.outputs["setting"]


def test_a_share_of_the_requests_goes_to_an_encrypted_dataset_that_forgets(cloud: Cloud) -> None:
    dataset, setting = _dataset(cloud)
    assert dataset.get("defaultEncryptionConfiguration.kmsKeyName") == "key"
    assert dataset.get("defaultTableExpirationMs") == 2 * 24 * 60 * 60 * 1000
    assert "-" not in dataset.get("datasetId")
    assert (setting["enabled"], setting["sampling_rate"]) == (True, 0.25)
    destination = setting["bigquery_destination"]["output_uri"]
    assert destination == f"bq://lab-project.{dataset.get('datasetId')}.requests"


def test_a_protected_dataset_keeps_its_content(cloud: Cloud) -> None:
    dataset, _ = _dataset(cloud, protect=True)
    assert dataset.protect
    assert dataset.get("deleteContentsOnDestroy") in (False, MISSING)
