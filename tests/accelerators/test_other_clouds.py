"""Area of concern: the machine tables of Google Cloud and Azure, and what each cloud does not sell."""

import csv
import os
from pathlib import Path

import pytest

from stackwright.accelerators.catalog import NoMachine, accelerators, clouds_with, find, machine, machines, resolve

SHARED = Path(os.environ.get("STACKWRIGHT_SHARED", Path(__file__).parents[3] / "shared"))
each_cloud = pytest.mark.parametrize("cloud", ["gcp", "azure"])


@pytest.mark.parametrize(
    ("asked", "cloud", "name"),
    [
        ("H100:8", "gcp", "a3-highgpu-8g"),
        ("H100:1", "gcp", "a3-highgpu-1g"),
        ("A100:1", "gcp", "a2-highgpu-1g"),
        ("A100:16", "gcp", "a2-megagpu-16g"),
        ("A100-80GB:8", "gcp", "a2-ultragpu-8g"),
        ("H200:8", "gcp", "a3-ultragpu-8g"),
        ("B200:8", "gcp", "a4-highgpu-8g"),
        ("L4:1", "gcp", "g2-standard-4"),
        ("RTX6000:1", "gcp", "g4-standard-48"),
        ("T4:2", "gcp", "n1-standard-8"),
        ("TPU v6e:8", "gcp", "ct6e-standard-8t"),
        ("tpu-v5e:4", "gcp", "ct5lp-hightpu-4t"),
        ("v5p:4", "gcp", "ct5p-hightpu-4t"),
        ("H100:8", "azure", "Standard_ND96isr_H100_v5"),
        ("H100:1", "azure", "Standard_NC40ads_H100_v5"),
        ("A100:1", "azure", "Standard_NC24ads_A100_v4"),
        ("A100:8", "azure", "Standard_ND96asr_v4"),
        ("A100-80GB:8", "azure", "Standard_ND96amsr_A100_v4"),
        ("T4:4", "azure", "Standard_NC64as_T4_v3"),
        ("A10:2", "azure", "Standard_NV72ads_A10_v5"),
        ("MI300X:8", "azure", "Standard_ND96isr_MI300X_v5"),
    ],
)
def test_an_accelerator_and_a_count_name_a_machine_type_per_cloud(asked: str, cloud: str, name: str) -> None:
    assert resolve(asked, cloud).name == name


def test_the_gpu_with_more_memory_answers_only_where_the_smaller_one_is_not_sold_in_the_count() -> None:
    assert resolve("A100:4", "azure").accelerator == "A100-80GB"
    assert resolve("A100:8", "azure").accelerator == "A100"
    assert resolve("A100:4", "gcp").accelerator == "A100"


@pytest.mark.parametrize(
    ("asked", "cloud", "message"),
    [
        (
            "L4:1",
            "azure",
            "`L4` is not an accelerator that is sold on azure: aws or gcp have it; nearest here: A10:1 or",
        ),
        ("TPU v6e:8", "azure", "sold on azure: gcp has it; nearest here: A100:8 or A100-80GB:8"),
        ("trn1:16", "gcp", "`trn1` is not an accelerator that is sold on gcp: aws has it; nearest here: A100:16"),
        ("MI300X:8", "aws", "sold on aws: azure has it; nearest here: "),
        ("H100:3", "azure", "3 x H100 is not sold; 1, 2 or 8 per machine are: use H100:2 or H100:8"),
        ("TPU-v6e:2", "gcp", "2 x TPU-v6e is not sold; 1, 4 or 8 per machine are: use TPU-v6e:1 or TPU-v6e:4"),
    ],
)
def test_what_a_cloud_does_not_sell_names_the_nearest_and_who_does(asked: str, cloud: str, message: str) -> None:
    with pytest.raises(NoMachine) as caught:
        resolve(asked, cloud)
    assert message in str(caught.value)
    assert caught.value.nearest
    assert all(resolve(each, cloud).accelerator_count for each in caught.value.nearest)


def test_the_clouds_that_sell_an_accelerator_are_known() -> None:
    assert clouds_with("H100:8") == ("aws", "gcp", "azure")
    assert clouds_with("TPU v6e", other_than="aws") == ("gcp",)
    assert clouds_with("quantum") == ()


def test_an_n1_machine_has_a_gpu_only_when_one_is_asked_for() -> None:
    asked, named = resolve("T4:1", "gcp"), machine("n1-standard-4", "gcp")
    assert asked.name == named.name
    assert (asked.accelerator_count, asked.api_name, asked.managed_accelerator) == (
        1,
        "nvidia-tesla-t4",
        "NVIDIA_TESLA_T4",
    )
    assert (named.accelerator, named.accelerator_count) == ("", 0)


def test_a_size_of_azure_is_found_in_any_case_and_named_in_its_own() -> None:
    assert machine("standard_nd96isr_h100_v5", "azure").name == "Standard_ND96isr_H100_v5"
    with pytest.raises(NoMachine, match=r"did you mean Standard_D4s_v5"):
        machine("Standard_D4s_v55", "azure")


@each_cloud
def test_every_row_is_whole_sourced_and_reachable(cloud: str) -> None:
    for each in machines(cloud):
        assert each.source, each.name
        assert "SpareCores" not in each.source
        assert each.vcpus > 0, each.name
        assert each.memory_gib > 0, each.name
        assert bool(each.accelerator) == bool(each.accelerator_count) == bool(each.family), each.name
        assert each.managed_name in ("", each.name)
        assert each.fabric_interfaces <= each.network_cards, each.name
        assert find(each.name, cloud), each.name
    for name, counts in accelerators(cloud).items():
        for count in counts:
            found = resolve(f"{name}:{count}", cloud)
            assert (found.accelerator, found.accelerator_count) == (name, count)


def test_gpus_of_google_cloud_have_their_names_in_both_apis_and_tpus_their_label() -> None:
    for each in machines("gcp"):
        if each.family == "nvidia":
            assert each.api_name.startswith("nvidia-"), each.name
            assert each.managed_accelerator.startswith("NVIDIA_"), each.name
        elif each.family == "tpu":
            assert each.api_name.startswith("tpu"), each.name
            assert not each.managed_accelerator


def test_what_is_only_sold_as_spot_or_by_reservation_is_not_sold_on_demand() -> None:
    assert not machine("a3-highgpu-1g", "gcp").on_demand
    assert machine("a3-highgpu-1g", "gcp").spot
    assert not machine("a4-highgpu-8g", "gcp").on_demand
    assert machine("a3-highgpu-8g", "gcp").on_demand


@pytest.mark.usefixtures("shared")
@each_cloud
def test_the_table_agrees_with_the_reference(cloud: str) -> None:
    lines = (SHARED / "prices/accelerators.csv").read_text().splitlines()
    compared = 0
    for row in csv.DictReader(lines):
        found = find(row["instance_type"], cloud) if row["provider"] == cloud else None
        if found is None:
            continue
        compared += 1
        assert found.vcpus == int(row["vcpus"]), found.name
        if row["memory_gib"]:
            assert found.memory_gib == float(row["memory_gib"]), found.name
        if "/" not in row["accelerator_count"]:
            assert found.accelerator_count == int(row["accelerator_count"]), found.name
    assert compared >= {"gcp": 35, "azure": 18}[cloud]
