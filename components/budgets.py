"""The alarms of a budget, checked the same way on every cloud."""


def shares(percents: list[int]) -> list[int]:
    """`percents`, if they are different shares of a budget."""
    if any(not 1 <= share <= 1000 for share in percents) or len(set(percents)) < len(percents):
        raise ValueError("must be different percentages from 1 to 1000")
    return percents
