"""Area of concern: the price of a stack, with what it rests on."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
TRAINING = ROOT / "blueprints/examples/training-aws.yaml"


def test_components_come_with_their_dimensions_the_dearest_first(cli: Callable[..., Any]) -> None:
    said = cli("cost", TRAINING)
    lines = said.out.splitlines()
    assert said.code == 0
    assert re.match(r"training-nodes +█+ ", lines[3])
    assert lines[4].startswith("  NodeGroup p5.48xlarge hours")
    assert "1,460 hour" in lines[4]
    assert [line for line in lines if len(line) > 100 and not line.startswith("unpriced ")] == []
    totals = [float(line.split()[-2].strip("~").replace(",", "")) for line in lines if re.match(r"training-\S+ ", line)]
    assert totals == sorted(totals, reverse=True)
    assert len(totals) > 8


def test_the_rows_add_up_to_the_total(cli: Callable[..., Any]) -> None:
    figure = r"~?([\d,]+\.\d\d)"
    lines = cli("cost", TRAINING).out.splitlines()
    end = next(index for index, line in enumerate(lines) if line.startswith(("at least", "total")))
    found = [re.search(rf" {figure} +{figure} +{figure}$", line) for line in lines[3 : end + 1]]
    assert sum(map(bool, found)) > 20
    rows = [
        (line.startswith("  "), [float(text.replace(",", "")) for text in match.groups()])
        for line, match in zip(lines[3 : end + 1], found, strict=True)
        if match
    ]
    total = rows.pop()[1]
    for column in range(3):
        for nested in (True, False):
            assert abs(sum(money[column] for inner, money in rows if inner is nested) - total[column]) < 0.5


def test_assumed_usage_is_marked_and_listed(cli: Callable[..., Any]) -> None:
    text = cli("cost", TRAINING).out
    assert re.search(r"  Bucket Standard storage .* ~23\.00 ", text)
    assert "\n~ rests on assumed usage (low to high):\n" in text
    assert "\n  1,000 GB stored in each bucket a month (100 to 10,000)\n" in text


def test_what_has_no_price_is_named(cli: Callable[..., Any]) -> None:
    said = cli("cost", ROOT / "tests/programs/unknown-price")
    assert said.code == 3
    assert "\nat least " in said.out
    assert "\nunpriced  Instance server: no dated price for EC2 u7inh-32tb.480xlarge" in said.out


def test_the_estimate_is_written_as_json(cli: Callable[..., Any]) -> None:
    found = json.loads(cli("cost", TRAINING, "--json", "-").out)
    assert (found["currency"], found["period"]) == ("USD", "month")
    assert found["low"] <= found["expected"] <= found["high"]


def test_two_components_of_one_name_are_told_apart(cli: Callable[..., Any]) -> None:
    text = cli("cost", ROOT / "tests/programs/direct").out
    assert "\nAwsNetwork lab " in text
    assert "\nAwsKey lab " in text


def test_many_dimensions_share_a_row(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    sizes = ["c7i.large", "c7i.xlarge", "m7i.large", "m7i.xlarge", "r7i.large", "t3.micro", "t3.small", "t3.medium"]
    sizes += ["t3.large", "t3.xlarge", "m7i.2xlarge", "m5.large", "c5.large", "r5.large", "g6.xlarge", "g5.xlarge"]
    folder = project(
        "import pulumi\nfrom pulumi_aws import ec2\n"
        "group = pulumi.ComponentResource('app:index:Fleet', 'fleet')\n"
        f"for size in {sizes}:\n"
        "    ec2.Instance(size, ami='ami-1', instance_type=size, opts=pulumi.ResourceOptions(parent=group))\n"
    )
    lines = cli("cost", folder).out.splitlines()
    start = next(index for index, line in enumerate(lines) if line.startswith("fleet"))
    inside = [line for line in lines[start + 1 :] if (line.startswith("  ") and " hours" in line) or "others" in line]
    assert len(inside) == 8
    assert re.match(r"  \d+ others ", inside[-1])


def test_a_stack_without_a_bill_says_so(cli: Callable[..., Any]) -> None:
    said = cli("cost", ROOT / "tests/programs/iam-wildcard")
    assert (said.code, said.out.splitlines()[1:]) == (0, ["Price: nothing of this is billed"])
