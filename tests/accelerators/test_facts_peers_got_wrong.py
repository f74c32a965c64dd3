"""Area of concern: facts of machines on AWS and Azure that other tools got wrong, each named after where it shows."""

import pytest

from stackwright.accelerators.aks import INFINIBAND_FEATURE, all_pool_facts, operated, pool_facts
from stackwright.accelerators.catalog import machine, machines
from stackwright.accelerators.fabric import NVLINK_DOMAINS, Kind, efa_interfaces, joined, over_tcp
from stackwright.accelerators.images import ami_type
from stackwright.accelerators.machines import Machine

WITH_EFA = [each for each in machines("aws") if each.fabric_interfaces]
ON_AZURE = [each for each in machines("azure") if each.accelerator]


def _aws(name: str) -> Machine:
    return machine(name, "aws")


def _azure(name: str) -> Machine:
    return machine(f"Standard_{name}", "azure")


def test_aicr_p6_b300_and_terraform_aws_eks_card_0_of_p6_b300_has_no_efa() -> None:
    layout = efa_interfaces(_aws("p6-b300.48xlarge"))
    assert [each.network_card_index for each in layout] == list(range(17))
    assert [each.kind for each in layout] == [Kind.PLAIN, *[Kind.EFA_ONLY] * 16]


def test_dstack_puts_efa_of_p6_b300_on_device_1_where_the_user_guide_says_0() -> None:
    assert {each.device_index for each in efa_interfaces(_aws("p6-b300.48xlarge"))} == {0}


@pytest.mark.parametrize("each", WITH_EFA, ids=lambda each: each.name)
def test_modelplane_one_interface_has_an_address_as_nodeadm_manages_no_other(each: Machine) -> None:
    first, *others = efa_interfaces(each)
    assert (first.network_card_index, first.device_index) == (0, 0)
    assert first.kind is not Kind.EFA_ONLY
    assert {one.kind for one in others} <= {Kind.EFA_ONLY}


@pytest.mark.parametrize(
    ("name", "efa"), [("p4d.24xlarge", 4), ("p4de.24xlarge", 4), ("p5.48xlarge", 32), ("p5en.48xlarge", 16)]
)
def test_skypilot_8391_every_efa_is_used_and_not_the_first_alone(name: str, efa: int) -> None:
    assert sum(each.kind is not Kind.PLAIN for each in efa_interfaces(_aws(name))) == efa


def test_modelplane_197_a_machine_with_efa_never_falls_back_to_tcp_in_silence() -> None:
    assert all(efa_interfaces(each) and not over_tcp(each, 16) for each in WITH_EFA)
    assert over_tcp(_aws("g5.xlarge"), 2) == "g5.xlarge has no fabric, so NCCL between nodes goes over TCP"
    assert over_tcp(_aws("g5.xlarge"), 1) == ""


def test_karpenter_6296_the_size_decides_about_efa_and_not_the_family() -> None:
    counts = {name: _aws(name).fabric_interfaces for name in ("g5.4xlarge", "g5.8xlarge", "g6.4xlarge", "g6.8xlarge")}
    assert counts == {"g5.4xlarge": 0, "g5.8xlarge": 1, "g6.4xlarge": 0, "g6.8xlarge": 1}


def test_karpenter_docs_the_largest_of_g6e_and_g7e_have_several_cards_and_that_of_g6_one() -> None:
    cards = {name: _aws(f"{name}.48xlarge").fabric_interfaces for name in ("g5", "g6", "g6e", "g7", "g7e")}
    assert cards == {"g5": 1, "g6": 1, "g6e": 4, "g7": 2, "g7e": 4}
    assert [_aws(f"{name}.24xlarge").fabric_interfaces for name in ("g6e", "g7e")] == [2, 2]


def test_karpenter_vpclimits_trn2_has_sixteen_cards() -> None:
    assert [_aws(name).fabric_interfaces for name in ("trn1.32xlarge", "trn1n.32xlarge", "trn2.48xlarge")] == [
        8,
        16,
        16,
    ]


def test_karpenter_the_small_p5_has_one_efa_and_not_thirty_two() -> None:
    assert _aws("p5.4xlarge").fabric_interfaces == 1


def test_modelplane_113_what_is_sold_in_blocks_alone_is_not_sold_on_demand() -> None:
    assert not _aws("p5e.48xlarge").on_demand
    assert not _aws("trn2.48xlarge").on_demand
    assert _aws("p5.48xlarge").on_demand


def test_pulumi_eks_1526_and_1578_images_of_accelerated_nodes_are_amazon_linux_2023() -> None:
    assert ami_type(_aws("p6-b200.48xlarge")) == "AL2023_x86_64_NVIDIA"
    assert ami_type(_aws("g5g.xlarge")) == "AL2023_ARM_64_NVIDIA"
    assert ami_type(_aws("trn2.48xlarge")) == "AL2023_x86_64_NEURON"


def test_trainium_has_a_quota_of_its_own() -> None:
    assert len({_aws(name).quota_code for name in ("trn1.32xlarge", "inf2.48xlarge", "p5.48xlarge", "g6.xlarge")}) == 4


@pytest.mark.parametrize("each", ON_AZURE, ids=lambda each: each.name)
def test_use_amd_gpus_sizes_of_azure_with_infiniband_have_an_r_in_their_name(each: Machine) -> None:
    size = each.name.removeprefix("Standard_").partition("_")[0]
    assert ("r" in size) == (each.fabric_interfaces > 0)
    assert not each.primary_card_has_fabric


def test_an_h100_on_azure_has_infiniband_in_nd_and_none_in_nc() -> None:
    assert _azure("ND96isr_H100_v5").fabric_interfaces == 8
    assert _azure("NC80adis_H100_v5").fabric_interfaces == 0
    assert over_tcp(_azure("NC80adis_H100_v5"), 2)


@pytest.mark.parametrize(
    "name", ["NV6ads_A10_v5", "NV12ads_A10_v5", "NV18ads_A10_v5", "NV36ads_A10_v5", "NV72ads_A10_v5"]
)
def test_aks_5869_5860_5871_a10_v5_needs_the_grid_driver_that_aks_alone_installs(name: str) -> None:
    assert pool_facts(_azure(name)).drivers == ("azure",)
    assert not operated(_azure(name), 8)


def test_ai_dynamo_14506_one_owner_installs_the_driver_and_on_infiniband_it_is_the_operator() -> None:
    assert not operated(_azure("ND96isr_H100_v5"), 1)
    assert operated(_azure("ND96isr_H100_v5"), 2)
    assert not operated(_azure("NC96ads_A100_v4"), 2)
    assert not operated(_aws("p5.48xlarge"), 2)


def test_use_amd_gpus_aks_has_no_driver_for_mi300x_and_wants_the_same_feature() -> None:
    facts = pool_facts(_azure("ND96isr_MI300X_v5"))
    assert (facts.drivers, facts.infiniband_feature) == (("operator",), "registered")


def test_ai_infrastructure_on_azure_grace_boots_ubuntu_2404_without_a_driver_of_aks() -> None:
    grace = {facts.accelerator: facts for facts in all_pool_facts() if facts.accelerator in NVLINK_DOMAINS}
    assert set(grace) == {"GB200", "GB300"}
    assert {(facts.os_sku, facts.drivers) for facts in grace.values()} == {("Ubuntu2404", ("operator",))}
    assert {facts.os_sku for facts in all_pool_facts()} - {"Ubuntu2404"} == {"Ubuntu"}


def test_ai_infrastructure_on_azure_the_infiniband_feature_must_not_be_registered_for_grace() -> None:
    wanted = {facts.accelerator: facts.infiniband_feature for facts in all_pool_facts()}
    assert wanted["GB200"] == wanted["GB300"] == "unregistered"
    assert {wanted[name] for name in ("A100", "A100-80GB", "H100", "H200", "MI300X")} == {"registered"}
    assert INFINIBAND_FEATURE == ("Microsoft.ContainerService", "AKSInfinibandSupport")


def test_the_feature_is_asked_for_by_sizes_with_infiniband_and_by_no_other() -> None:
    for each in ON_AZURE:
        if each.fabric_interfaces:
            assert pool_facts(each).infiniband_feature, each.name
    without = {each.accelerator for each in ON_AZURE if not each.fabric_interfaces} - {"A100-80GB"}
    assert {facts.infiniband_feature for facts in all_pool_facts() if facts.accelerator in without} == {""}


def test_gpu_multi_instance_aks_divides_a100_and_h100_alone() -> None:
    assert {facts.accelerator for facts in all_pool_facts() if facts.divisible} == {
        "A100",
        "A100-80GB",
        "H100",
        "H100-NVL",
    }


def test_every_accelerator_of_azure_has_its_facts_with_a_source() -> None:
    assert {each.accelerator for each in ON_AZURE} <= {facts.accelerator for facts in all_pool_facts()}
    assert all(facts.source and facts.drivers for facts in all_pool_facts())


def test_one_machine_is_never_joined_and_several_are_where_a_fabric_is() -> None:
    assert [joined(_azure("ND96asr_v4"), nodes) for nodes in (0, 1, 2)] == [False, False, True]
    assert not joined(_azure("NC4as_T4_v3"), 8)
