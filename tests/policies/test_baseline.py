import json
from pathlib import Path

import pytest

from stackwright.plan.graph import Source
from stackwright.policies.baseline import BaselineError, fingerprint, read_baseline, render_baseline
from stackwright.policies.finding import Finding, Result

OPEN = Finding(Result.FAIL, "acl", "is public", urn="urn:a", rule="aws-s3-no-public-acl", source=Source("a.py", 3))


def test_a_fingerprint_is_of_the_resource_and_never_of_the_line_or_the_words() -> None:
    moved = Finding(Result.FAIL, "acl", "says it better", urn="urn:a", rule=OPEN.rule, source=Source("b.py", 90))
    assert fingerprint(moved) == fingerprint(OPEN)
    for other in ({"path": "grants"}, {"urn": "urn:b"}, {"rule": "x"}, {"result": Result.UNKNOWN}):
        values = {"result": Result.FAIL, "path": "acl", "message": "", "urn": "urn:a", "rule": OPEN.rule} | other
        assert fingerprint(Finding(**values)) != fingerprint(OPEN)


def test_a_baseline_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "b.json"
    file.write_text(render_baseline([OPEN, OPEN]))
    assert read_baseline(file) == {fingerprint(OPEN): OPEN.rule}


def test_a_baseline_that_is_there_only_shrinks() -> None:
    other = Finding(Result.FAIL, "", "", urn="urn:b", rule="aws-s3-tls-only")
    shrunk = json.loads(render_baseline([OPEN, other], {fingerprint(OPEN), "of what is mended"}))
    assert [row["fingerprint"] for row in shrunk["findings"]] == [fingerprint(OPEN)]


def test_a_baseline_is_the_same_whatever_the_order_of_the_findings() -> None:
    other = Finding(Result.FAIL, "", "", urn="urn:b", rule="aws-s3-tls-only")
    assert render_baseline([OPEN, other]) == render_baseline([other, OPEN])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not json"),
        ("[]", "is no baseline"),
        ('{"baseline": 2, "findings": []}', "is no baseline"),
        ('{"baseline": 1, "findings": [{"rule": "x"}]}', "have no fingerprints"),
        ('{"baseline": 1, "findings": ["x"]}', "have no fingerprints"),
    ],
)
def test_another_file_is_refused_with_what_to_run(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "b.json"
    file.write_text(text)
    with pytest.raises(BaselineError, match=said):
        read_baseline(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match="no such file"):
        read_baseline(tmp_path / "absent.json")
