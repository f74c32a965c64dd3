"""Area of concern: which rules a pack holds; a rule joins or leaves a pack only here and in the registry."""

from pathlib import Path

import pytest

from stackwright.policies.registry import PACKS, by_id

PINNED = {file.stem: file.read_text().split() for file in sorted((Path(__file__).parent / "packs").glob("*.txt"))}
"""Ids of the rules of each pack, one a line."""


@pytest.mark.parametrize("pack", PINNED)
def test_a_pack_holds_exactly_these_rules(pack: str) -> None:
    assert sorted(rule.id for rule in PACKS[pack]) == PINNED[pack]


def test_there_are_no_other_packs() -> None:
    assert set(PACKS) == set(PINNED)


def test_a_misspelt_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"did you mean aws-s3-tls-only\?"):
        by_id("aws-s3-tls-onlyy")
