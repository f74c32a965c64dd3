"""Area of concern: what machines cost on other terms, and what other machines cost, as `cost` says it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.cost_terms import terms_of
from stackwright.pricing.model import Term

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "blueprints/examples"
GCP, AWS = EXAMPLES / "training-gcp.yaml", EXAMPLES / "training-aws.yaml"


def _figures(line: str) -> list[float]:
    return [float(text.replace(",", "")) for text in re.findall(r"[\d,]+\.\d\d", line)][:3]


def test_terms_are_told_apart_and_a_slip_is_explained() -> None:
    assert terms_of("spot, reserved-3y") == [Term.SPOT, Term.RESERVED_3Y]
    assert terms_of("spto") == (
        "--compare spto: `spto` is not a term on which machines are bought - did you mean spot?"
    )
    assert "use on-demand, spot, reserved, reserved-3y, capacity-block" in str(terms_of("rented"))
    assert "no term is given" in str(terms_of(" , "))


def test_a_wrong_term_is_refused_before_anything_is_read(cli: Callable[..., Any]) -> None:
    said = cli("cost", "nowhere.yaml", "--compare", "spto")
    assert (said.code, said.out) == (2, "")
    assert "did you mean spot?" in said.err


def test_each_term_has_its_total_and_the_components_that_change(cli: Callable[..., Any]) -> None:
    lines = cli("cost", GCP, "--compare", "spot,reserved").out.splitlines()
    own, spot = (next(line for line in lines if line.startswith(start)) for start in ("as it is", "on spot"))
    nodes = lines[lines.index(spot) + 1]
    assert nodes.startswith("  training-nodes ")
    assert _figures(spot)[1] < _figures(own)[1]
    assert _figures(spot)[2] == _figures(own)[2]
    assert spot.endswith("%")
    assert any(line.startswith("reserved for 1 year, at least ") for line in lines)
    assert [line for line in lines if len(line) > 100 and not re.match(r"unpriced |as is ", line)] == []


def test_what_has_no_price_on_a_term_is_named_and_its_total_is_not_shown(cli: Callable[..., Any]) -> None:
    lines = cli("cost", AWS, "--compare", "reserved").out.splitlines()
    assert re.fullmatch(r"reserved for 1 year +no dated price", next(each for each in lines if each.startswith("res")))
    assert "unpriced  reserved for 1 year: p5.48xlarge (training-nodes), m7i.large (training-cluster)" in lines


def test_what_is_not_sold_so_is_named(cli: Callable[..., Any]) -> None:
    text = cli("cost", GCP, "--compare", "capacity-block").out
    assert re.search(r"\nin capacity blocks +not sold so\n", text)
    assert "\nas is     not sold in capacity blocks: a3-highgpu-8g (training-nodes), " in text


def test_a_stack_without_machines_has_nothing_to_compare(cli: Callable[..., Any]) -> None:
    assert (
        "no machine of this stack is bought by the hour"
        in cli("cost", EXAMPLES / "landing-aws.yaml", "--compare", "spot").out
    )


def test_alternatives_are_ranked_by_the_month_and_mark_the_pool_itself(cli: Callable[..., Any]) -> None:
    lines = cli("cost", AWS, "--alternatives").out.splitlines()
    head = next(index for index, line in enumerate(lines) if line.startswith("machines "))
    rows = [line for line in lines[head + 1 :] if " × " in line]
    months = [max(_figures(line)) for line in rows]
    assert 5 <= len(rows) <= 12
    assert months == sorted(months)
    assert [line.split()[2] for line in rows if " own " in line] == ["p5.48xlarge"]
    assert max(map(len, lines)) <= 100


def test_a_stack_without_accelerators_has_no_alternatives(cli: Callable[..., Any]) -> None:
    text = cli("cost", EXAMPLES / "landing-aws.yaml", "--alternatives").out
    assert "no machine of this stack has an accelerator" in text


def test_json_has_every_term_and_every_offer(cli: Callable[..., Any]) -> None:
    asked = ("--compare", "spot,capacity-block", "--alternatives", "--json", "-")
    found = json.loads(cli("cost", GCP, *asked).out)
    assert [each["term"] for each in found["compare"]] == ["spot", "capacity-block"]
    assert found["compare"][0]["components"][0]["name"] == "training-nodes"
    assert found["compare"][1]["not_sold"][0]["machines"] == ["a3-highgpu-8g"]
    (pool,) = found["alternatives"]
    assert len(pool["offers"]) > 12
    assert [each["machine"] for each in pool["offers"] if each["own"]] == ["a3-highgpu-8g"]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", each["as_of"]) for each in pool["offers"])


@pytest.mark.parametrize(("example", "kwh"), [(AWS, "8,176"), (GCP, "4,088")])
def test_energy_is_one_line_with_the_date_of_its_source(cli: Callable[..., Any], example: Path, kwh: str) -> None:
    # 730 hours of 16 (AWS) and of 8 (Google Cloud) H100 at 0.7 kW
    text = cli("cost", example).out
    assert f"\nenergy    up to {kwh} kWh a month at board power (H100 700 W, 2024-08-04)\n" in text


def test_without_a_dated_source_there_is_no_word_of_energy(cli: Callable[..., Any]) -> None:
    found = json.loads(cli("cost", EXAMPLES / "inference-azure.yaml", "--json", "-").out)
    assert "energy" not in found
    assert "\nenergy " not in cli("cost", EXAMPLES / "inference-azure.yaml").out
