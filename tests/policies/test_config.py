import pytest
from pydantic import ValidationError

from stackwright.policies.config import PolicyConfig, to_pack_config
from stackwright.policies.finding import Level
from stackwright.policies.registry import PACKS, by_id


def _config(**values: object) -> PolicyConfig:
    return PolicyConfig.model_validate(values)


def test_nothing_said_is_prod_with_the_stack_s_own_budget() -> None:
    config = PolicyConfig()
    assert config.environment == "prod"
    assert config.budget.monthly_usd is None
    assert config.setting(by_id("ai-max-monthly-cost")).params["monthly_usd"] is None


def test_the_budget_and_the_allowances_reach_the_rules_that_have_such_knobs() -> None:
    config = _config(budget={"monthly_usd": 60000, "basis": "high"}, allowed_unpriced=["capture"])
    monthly = config.setting(by_id("ai-max-monthly-cost")).params
    assert (monthly["monthly_usd"], monthly["basis"]) == (60000, "high")
    assert config.setting(by_id("ai-unpriced-resources")).params["allowed_unpriced"] == ["capture"]
    assert "monthly_usd" not in config.setting(by_id("aws-eks-nodegroup-bounded")).params


def test_a_rule_is_told_its_level_and_knobs() -> None:
    told = {"aws-eks-nodegroup-bounded": {"level": "advisory", "params": {"max_nodes": 8}}}
    setting = _config(rules=told).setting(by_id("aws-eks-nodegroup-bounded"))
    assert (setting.level, setting.unknown, setting.params) == (Level.ADVISORY, Level.ADVISORY, {"max_nodes": 8})


def test_an_unknown_never_weighs_more_than_a_failure() -> None:
    told = {"aws-s3-tls-only": {"level": "advisory", "unknown": "mandatory"}}
    assert _config(rules=told).setting(by_id("aws-s3-tls-only")).unknown is Level.ADVISORY


def test_a_rule_that_is_switched_on_judges_unknowns_as_its_environment_does() -> None:
    told = {"aws-sagemaker-training-spot-dev": {"level": "mandatory"}}
    setting = _config(rules=told).setting(by_id("aws-sagemaker-training-spot-dev"))
    assert (setting.level, setting.unknown) == (Level.MANDATORY, Level.MANDATORY)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"rules": {"aws-s3-tls-onyl": {}}}, "is not a rule - did you mean `aws-s3-tls-only`?"),
        (
            {"rules": {"aws-eks-nodegroup-bounded": {"params": {"max": 3}}}},
            "rules.aws-eks-nodegroup-bounded.params.max: is not a knob of the rule - "
            "`stackwright rules aws-eks-nodegroup-bounded` describes it",
        ),
        (
            {"rules": {"aws-eks-nodegroup-bounded": {"params": {"max_nodes": "many"}}}},
            "rules.aws-eks-nodegroup-bounded.params.max_nodes: is not what the knob takes",
        ),
        ({"rules": {"aws-s3-tls-only": {"level": "remediate"}}}, "the rule cannot put right what it finds"),
        ({"rules": {"aws-s3-tls-only": {"unknown": "remediate"}}}, "nothing can be put right"),
        ({"environment": "production"}, "environment"),
        ({"budget": {"monthly_usd": 0}}, "budget.monthly_usd"),
    ],
)
def test_a_mistake_is_named_with_what_would_be_right(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=said.replace("?", r"\?")):
        _config(**values)


def test_a_pack_is_told_the_level_of_each_of_its_rules_and_no_other() -> None:
    told = to_pack_config(_config(environment="dev"), "security")
    assert set(told) == {rule.id for rule in PACKS["security"]}
    assert told["aws-s3-versioning"] == {"enforcementLevel": "advisory", "unknown": "advisory"}
    assert told["aws-s3-force-destroy"]["enforcementLevel"] == "disabled"


def test_a_pack_is_told_the_budget() -> None:
    told = to_pack_config(_config(budget={"monthly_usd": 500}, allowed_unpriced=["x"]), "cost")
    assert told["ai-max-monthly-cost"]["monthly_usd"] == 500
    assert told["ai-unpriced-resources"]["allowed_unpriced"] == ["x"]
    assert "monthly_usd" not in to_pack_config(PolicyConfig(), "cost")["ai-max-monthly-cost"]


def test_a_pack_is_told_what_is_accepted_of_each_of_its_rules() -> None:
    told = {"rule": "aws-s3-tls-only", "urn": "*::a", "reason": "reviewed in June", "owner": "web"}
    config = _config(
        exemptions=[{**told, "expires": "2027-01-31"}], baseline={"f1": "aws-s3-tls-only", "f2": "aws-ecr-kms"}
    )
    packed = to_pack_config(config, "security")
    assert packed["aws-s3-tls-only"]["exempt"] == [{**told, "expires": "2027-01-31"}]
    assert packed["aws-s3-tls-only"]["baseline"] == ["f1"]
    assert packed["aws-ecr-kms"]["baseline"] == ["f2"]
    assert "exempt" not in packed["aws-ecr-kms"]
