"""`stackwright.pricing.aws.companions`."""

from stackwright.pricing.aws import companions, settings
from stackwright.pricing.aws.companions import tokens


def test_types_are_written_by_module() -> None:
    named = {"no charge": ("ec2: Vpc MainRouteTableAssociation", "wafv2: IpSet")}
    assert tokens(named) == {
        "aws:ec2/vpc:Vpc": "no charge",
        "aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation": "no charge",
        "aws:wafv2/ipSet:IpSet": "no charge",
    }


def test_no_type_has_two_reasons() -> None:
    lines = [line for named in (companions.FREE, settings.FREE) for several in named.values() for line in several]
    written = sum(len(line.partition(": ")[2].split()) for line in lines)
    assert written == len({**tokens(companions.FREE), **tokens(settings.FREE)})


def test_every_reason_names_where_the_provider_says_so() -> None:
    for reason in (*companions.FREE, *settings.FREE):
        assert reason.endswith((" pricing)", "(AWS IAM User Guide, what is IAM)")), reason
