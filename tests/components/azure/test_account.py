import re

import pulumi
import pytest

from stackwright.components.azure.account import Account, account_of
from stackwright.testing.plugin import Cloud

SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"


def named(cloud: Cloud, kind: str, *args: str, limit: int) -> str:
    def program() -> None:
        account = account_of(pulumi.ComponentResource("test:index:Test", "test", {}, None))
        pulumi.export("name", getattr(account, kind)(*args, limit=limit))

    return str(cloud.preview(program).outputs["name"])


def test_a_role_is_that_of_the_subscription(cloud: Cloud) -> None:
    def program() -> None:
        account = Account(pulumi.Output.from_input(SUBSCRIPTION), pulumi.Output.from_input("tenant"))
        pulumi.export("role", account.role("abc"))

    start = f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization"
    assert cloud.preview(program).outputs["role"] == f"{start}/roleDefinitions/abc"


@pytest.mark.parametrize("name", ["lab-data", "L", "a-very-long-prefix-of-a-stack-with-words-checkpoints"])
def test_names_of_storage_accounts_are_legal_and_known_at_preview(cloud: Cloud, name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]{3,24}", named(cloud, "joined", name, limit=24))


@pytest.mark.parametrize("name", ["lab-data", "Lab_Data.1", "a" * 80])
def test_names_with_dashes_begin_with_a_letter_and_end_in_digits(cloud: Cloud, name: str) -> None:
    found = named(cloud, "dashed", name, limit=40)
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,30}[a-z0-9]-[0-9a-f]{8}", found)


def test_a_name_follows_what_replaces_its_owner_and_nothing_else(cloud: Cloud) -> None:
    east, again, west = (named(cloud, "joined", "lab", place, limit=24) for place in ("east", "east", "west"))
    assert east == again != west


def test_long_names_that_begin_alike_are_told_apart(cloud: Cloud) -> None:
    one, two = (named(cloud, "joined", f"{'a' * 30}-{end}", limit=24) for end in ("data", "logs"))
    assert one[:16] == two[:16]
    assert one != two
