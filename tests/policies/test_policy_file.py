from typing import Any

from stackwright.policies.config import PolicyConfig
from stackwright.policies.finding import Level
from stackwright.policies.policy_file import PolicyFile
from stackwright.policies.registry import by_id


def _config(said: dict[str, Any], environment: str = "prod", **values: Any) -> PolicyConfig:
    base = PolicyConfig.model_validate({"environment": environment, **values})
    return PolicyFile.model_validate({"stackwright": 1, **said}).over(base)


def _level(config: PolicyConfig, rule: str) -> Level:
    return config.setting(by_id(rule)).level


def test_an_empty_file_changes_nothing() -> None:
    base = PolicyConfig.model_validate({"environment": "dev", "rules": {"aws-s3-tls-only": {"level": "advisory"}}})
    assert PolicyFile(stackwright=1).over(base) == base


def test_rules_that_are_not_selected_do_not_look_unless_they_are_named() -> None:
    config = _config({"select": {"frameworks": ["HIPAA"]}, "rules": {"aws-ecr-immutable": "advisory"}})
    assert _level(config, "aws-s3-tls-only") is Level.MANDATORY
    assert _level(config, "aws-ecr-scan-on-push") is Level.DISABLED
    assert _level(config, "aws-ecr-immutable") is Level.ADVISORY


def test_a_later_entry_wins_and_a_rule_by_name_wins_over_all() -> None:
    levels = [{"tags": ["s3"], "level": "disabled"}, {"severities": ["high"], "level": "advisory"}]
    config = _config({"levels": levels, "rules": {"aws-s3-encryption-at-rest": "mandatory"}})
    assert _level(config, "aws-s3-versioning") is Level.DISABLED
    assert _level(config, "aws-s3-tls-only") is Level.ADVISORY
    assert _level(config, "aws-s3-encryption-at-rest") is Level.MANDATORY


def test_a_profile_is_for_its_environment_only_and_wins_over_the_file() -> None:
    said = {
        "rules": {"aws-eks-nodegroup-bounded": {"params": {"max_nodes": 8}}},
        "profiles": {
            "dev": {
                "select": {"clouds": ["aws"]},
                "levels": [{"ids": ["aws-s3-*"], "level": "disabled"}],
                "rules": {"aws-eks-nodegroup-bounded": {"level": "advisory"}},
            }
        },
    }
    dev, prod = _config(said, "dev"), _config(said, "prod")
    assert (_level(dev, "aws-s3-tls-only"), _level(prod, "aws-s3-tls-only")) == (Level.DISABLED, Level.MANDATORY)
    assert (_level(dev, "gcp-kms-rotation"), _level(prod, "gcp-kms-rotation")) == (Level.DISABLED, Level.MANDATORY)
    setting = dev.setting(by_id("aws-eks-nodegroup-bounded"))
    assert (setting.level, setting.params["max_nodes"]) == (Level.ADVISORY, 8)


def test_knobs_of_the_blueprint_stay_where_the_file_says_nothing_of_them() -> None:
    rules = {"ai-required-tags": {"params": {"keys": ["owner"]}}}
    config = _config({"rules": {"ai-required-tags": "advisory"}}, rules=rules)
    setting = config.setting(by_id("ai-required-tags"))
    assert (setting.level, setting.params["keys"]) == (Level.ADVISORY, ["owner"])


def test_the_budget_of_a_blueprint_is_its_own_and_the_file_s_is_for_the_others() -> None:
    said = {"budget": {"monthly_usd": 100}, "allow_unpriced": ["scratch"]}
    assert _config(said, budget={"monthly_usd": 7}).budget.monthly_usd == 7
    assert _config(said).budget.monthly_usd == 100
    assert _config(said, allowed_unpriced=["logs"]).allowed_unpriced == ("logs", "scratch")


def test_a_stack_without_a_blueprint_is_judged_as_its_name_says_and_as_prod_otherwise() -> None:
    said = PolicyFile.model_validate({"stackwright": 1, "stacks": {"dev-*": "dev", "*": "staging"}})
    assert said.environment_of("dev-eu") == "dev"
    assert said.environment_of("shop") == "staging"
    assert PolicyFile(stackwright=1).environment_of("shop") == "prod"
