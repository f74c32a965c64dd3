"""Area of concern: private ways to a cloud's services."""

from stackwright.blueprints.catalog import SHAPES
from stackwright.blueprints.services import NAMES, NEEDS, names_of
from stackwright.blueprints.values import Cloud, Service


def test_every_shape_says_what_it_needs() -> None:
    assert set(NEEDS) == set(SHAPES)


def test_every_service_has_a_name_on_each_cloud_that_is_built() -> None:
    built = {cloud for shape in SHAPES.values() for clouds in shape.forms.values() for cloud in clouds}
    assert {cloud: set(NAMES[cloud]) for cloud in built} == {cloud: set(Service) for cloud in built}


def test_names_are_the_clouds_own_in_the_order_given() -> None:
    assert names_of((Service.REGISTRY, Service.LOGS), Cloud.AWS) == ["ecr.api", "ecr.dkr", "logs"]


def test_no_two_services_of_aws_share_a_name() -> None:
    names = [name for group in NAMES[Cloud.AWS].values() for name in group]
    assert len(set(names)) == len(names)


def test_a_name_that_services_share_is_given_once() -> None:
    assert names_of((Service.REGISTRY, Service.LOGS), Cloud.GCP) == ["googleapis.com", "gcr.io", "pkg.dev"]
    assert names_of((Service.KEYS, Service.SECRETS, Service.LOGS), Cloud.AZURE) == ["vault"]
