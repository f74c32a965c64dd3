from stackwright.policies.registry import RULES
from stackwright.policies.tables import render_rules_table


def test_every_rule_has_one_row_that_its_findings_point_at() -> None:
    table = render_rules_table()
    for rule in RULES:
        assert table.count(f'<a id="{rule.id}"></a>') == 1
        assert rule.title in table


def test_a_level_is_said_once_where_it_is_the_same_everywhere() -> None:
    rows = {line.split("`")[1]: line for line in render_rules_table().splitlines() if "<a id" in line}
    assert "| critical | mandatory |" in rows["aws-s3-block-public-access"]
    assert "| medium | advisory, advisory, mandatory |" in rows["aws-s3-versioning"]
