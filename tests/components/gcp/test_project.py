import pulumi
import pulumi_gcp
import pytest

from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs
from stackwright.components.gcp.project import project_of, unique
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "europe-west4"}


def _key(options: pulumi.ResourceOptions | None = None) -> None:
    key = GcpKey("key", GcpKeyArgs(), options)
    project = project_of(key)
    pulumi.export("path", project.regional("things/", "one"))
    pulumi.export("number", project.number)


def test_paths_are_known_at_preview_by_the_configuration(cloud: Cloud) -> None:
    found = cloud.preview(_key, config=CONFIG).outputs
    assert found["path"] == "projects/lab-project/locations/europe-west4/things/one"
    assert found["number"].isdigit()


def test_the_provider_of_the_component_comes_before_the_configuration(cloud: Cloud) -> None:
    def program() -> None:
        provider = pulumi_gcp.Provider("other", project="other-project", region="us-central1")
        _key(pulumi.ResourceOptions(providers=[provider]))

    found = cloud.preview(program, config=CONFIG).outputs
    assert found["path"] == "projects/other-project/locations/us-central1/things/one"


def test_a_missing_region_is_named_with_the_command(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match="no region for Google Cloud: pulumi config set gcp:region"):
        cloud.preview(_key, config={"gcp:project": "lab-project"})


def test_a_unique_name_fits_and_differs_between_stacks(cloud: Cloud) -> None:
    def program() -> None:
        pulumi.export("names", [unique("lab-trainer", 30), unique("lab-" + "x" * 40, 30)])

    dev, prod = (cloud.preview(program, stack=stack).outputs["names"] for stack in ("dev", "prod"))
    assert dev[0].startswith("lab-trainer-")
    assert len(dev[1]) == 30
    assert not set(dev) & set(prod)
    assert dev == cloud.preview(program).outputs["names"]
