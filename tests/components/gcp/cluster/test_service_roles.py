import re

import pulumi

from stackwright.components.gcp.cluster.service_roles import node_account
from stackwright.components.gcp.project import project_of
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


def _account(name: str) -> None:
    parent = pulumi.ComponentResource("test:index:Parent", "parent")
    node_account(name, project_of(parent), parent)


def test_an_account_id_fits_whatever_the_stack_is_called(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _account("a-very-long-name-of-a-stack-cluster-nodes"), config=CONFIG)
    found = plan.only("gcp:serviceaccount/account:Account").inputs["accountId"]
    assert re.fullmatch(r"[a-z][a-z0-9-]{4,28}[a-z0-9]", found)


def test_no_role_is_wider_than_reading_images_and_reporting(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _account("nodes"), config=CONFIG)
    roles = {r.inputs["role"] for r in plan.of_type("gcp:projects/iAMMember:IAMMember")}
    assert roles == {"roles/container.defaultNodeServiceAccount", "roles/artifactregistry.reader"}
