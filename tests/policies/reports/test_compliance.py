"""Area of concern: controls beside the answers of the rules that map to them."""

from stackwright.policies.reports.compliance import compliance
from stackwright.policies.reports.model import Answer, Report


def test_every_rule_is_counted_once_in_a_framework_and_in_each_control(report: Report) -> None:
    frameworks = {one.name: one for one in compliance(report)}
    soc = frameworks["SOC 2"]
    mapped = [rule.id for rule in report.judgement.rules if "SOC 2" in rule.frameworks]
    assert sum(soc.counts.values()) == len(mapped)
    transport = next(one for one in soc.controls if one.id == "CC6.7")
    assert transport.rules["aws-s3-tls-only"] is Answer.FAILED
    assert transport.counts["failed"] == 1
    assert set(transport.counts) == {answer.value for answer in Answer}


def test_a_framework_knows_whether_any_rule_looked(clean: Report) -> None:
    looked = {one.name: one.looked for one in compliance(clean)}
    assert (looked["SOC 2"], looked["CIS Azure 4.0"]) == (True, False)


def test_controls_are_in_the_order_of_their_numbers(report: Report) -> None:
    cis = next(one for one in compliance(report) if one.name.startswith("CIS Google Cloud"))
    names = [control.id for control in cis.controls]
    assert names.index("1.9") < names.index("1.10") < names.index("3.6")
