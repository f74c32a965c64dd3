import pulumi
import pytest

from stackwright.components.gcp.identity import GcpServiceAccount, GcpServiceAccountArgs, account_of
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

ACCOUNT = "gcp:serviceaccount/account:Account"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


@pytest.mark.parametrize("runs_on", RunsOn)
def test_an_account_has_no_key_and_no_permission(cloud: Cloud, contract_errors, runs_on: RunsOn) -> None:
    plan = cloud.deploy(lambda: GcpServiceAccount("job", GcpServiceAccountArgs(runs_on=runs_on)), config=CONFIG)
    assert [r.type for r in plan if r.custom and r.type != "pulumi:pulumi:Stack"] == [ACCOUNT]
    assert contract_errors(plan) == []


def test_its_e_mail_is_known_at_preview(cloud: Cloud) -> None:
    def program() -> None:
        account = GcpServiceAccount("job", GcpServiceAccountArgs(runs_on=RunsOn.POD))
        pulumi.export("found", [account.principal, account.name, account.member])

    plan = cloud.preview(program, config=CONFIG)
    email = f"{plan.only(ACCOUNT).get('accountId')}@lab-project.iam.gserviceaccount.com"
    name = f"projects/lab-project/serviceAccounts/{email}"
    assert plan.outputs["found"] == [email, name, f"serviceAccount:{email}"]


def test_a_long_name_still_makes_an_id_that_is_accepted(cloud: Cloud) -> None:
    name = "a-laboratory-with-a-long-name-trainer"
    plan = cloud.preview(lambda: GcpServiceAccount(name, GcpServiceAccountArgs(runs_on=RunsOn.POD)), config=CONFIG)
    assert len(plan.only(ACCOUNT).get("accountId")) == 30


def test_identities_of_other_clouds_are_refused() -> None:
    class Stranger:
        @property
        def principal(self) -> pulumi.Output[str]:
            return pulumi.Output.from_input("arn:aws:iam::123456789012:role/x")

    with pytest.raises(TypeError, match="Stranger is not an identity of Google Cloud"):
        account_of(Stranger())
