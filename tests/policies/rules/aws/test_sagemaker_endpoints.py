from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token


def test_a_shadow_of_a_variant_is_bounded_and_closed_like_the_variant() -> None:
    shadow = {"instanceType": "ml.m5.xlarge", "initialInstanceCount": 100, "enableSsmAccess": True}
    config = part(token("sagemaker/EndpointConfiguration"), "config", {"shadowProductionVariants": [shadow]})
    for rule, name in (("bounded", "initialInstanceCount"), ("no-ssm", "enableSsmAccess")):
        (found,) = by_id(f"aws-sagemaker-endpoint-{rule}")(graph_of((config,)))
        assert found.path == f"shadowProductionVariants[0].{name}"
