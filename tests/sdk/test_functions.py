"""Area of concern: the shape of a look-up's answer is read from the installed SDKs."""

import pytest

from stackwright.sdk.functions import function_outputs, unknown_answer


@pytest.mark.parametrize(
    ("token", "name", "kind"),
    [
        ("aws:ec2/getAmi:getAmi", "imageId", "string"),
        ("aws:index/getCallerIdentity:getCallerIdentity", "accountId", "string"),
        ("gcp:compute/getZones:getZones", "names", "[string]"),
        (
            "azure-native:storage:listStorageAccountKeys",
            "keys",
            "[#storage:StorageAccountKeyResponse>out]",
        ),
    ],
)
def test_properties_of_an_answer_are_those_of_the_sdk(token: str, name: str, kind: str) -> None:
    assert function_outputs(token)[name] == kind


@pytest.mark.parametrize("token", ["aws:ec2/getNothing:getNothing", "nowhere:x/y:y", "x", "pulumi:pulumi:getResource"])
def test_what_no_sdk_has_is_empty(token: str) -> None:
    assert unknown_answer(token, "?") == {}


def test_every_text_is_unknown_at_every_depth() -> None:
    keys = unknown_answer("azure-native:storage:listStorageAccountKeys", "?")["keys"]
    assert [(key["keyName"], key["value"]) for key in keys] == [("?", "?")]
    assert unknown_answer("gcp:compute/getZones:getZones", "?")["names"] == ["?"] * 3


def test_numbers_and_switches_are_left_out() -> None:
    answer = unknown_answer("aws:ec2/getAmi:getAmi", "?")
    assert not {"public", "enaSupport"} & answer.keys()
    assert answer["rootSnapshotId"] == "?"
