"""`stackwright.pricing.bill`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.pricing.bill import Bill, Stack, as_number
from stackwright.pricing.model import Basis, Range, Status
from stackwright.pricing.prices import Key, Price, Prices
from stackwright.pricing.usage import DEFAULT

Make = Callable[..., Resource]

HOUR = Key("Thing", "one", "hour")
GB = Key("Thing", "data", "GB")
PRICES = Prices([Price("us-east-1", HOUR, 2.0, "src", "2026-01-01"), Price("us-east-1", GB, 0.5, "src", "2026-01-01")])


def _stack(*resources: Resource) -> Stack:
    return Stack(Graph(resources), region="us-east-1", prices=PRICES, usage=DEFAULT, expected_nodes={})


@pytest.mark.parametrize(
    ("value", "number"),
    [(3, 3.0), (2.5, 2.5), ("7", 7.0), (True, None), (UNKNOWN, None), ("many", None), (None, None), ([], None)],
)
def test_only_numbers_are_numbers(value: Any, number: float | None) -> None:
    assert as_number(value) == number


def test_a_dated_price_makes_a_priced_item(make: Make) -> None:
    resource = make("aws:x/y:Y")
    item = Bill(resource, _stack(resource)).priced(HOUR, Range.of(10))
    assert (item.status, item.basis, item.unit_price, item.source) == (Status.PRICED, Basis.PROVISIONED, 2.0, "src")
    assert item.cost == Range(20, 20, 20)


def test_a_missing_price_makes_an_unpriced_item_that_says_what_is_missing(make: Make) -> None:
    resource = make("aws:x/y:Y", inputs={"region": "eu-west-1"})
    item = Bill(resource, _stack(resource)).priced(HOUR, Range.of(10))
    assert (item.status, item.unit_price, item.cost) == (Status.UNPRICED, None, None)
    assert item.note == "no dated price for Thing one (hour) in eu-west-1"


def test_the_wrong_unit_is_a_missing_price(make: Make) -> None:
    resource = make("aws:x/y:Y")
    item = Bill(resource, _stack(resource)).priced(Key("Thing", "one", "month"), Range.of(1))
    assert item.status is Status.UNPRICED


TIERED = Prices(
    [
        Price("us-east-1", GB, 0.5, "src", "2026-01-01"),
        Price("us-east-1", GB, 0.25, "src", "2026-01-02", above=100),
        Price("us-east-1", GB, 0.125, "src", "2026-01-03", above=1000),
    ]
)


def test_each_part_of_a_quantity_is_billed_at_the_rate_of_its_tier(make: Make) -> None:
    resource = make("aws:x/y:Y")
    stack = Stack(Graph([resource]), region="us-east-1", prices=TIERED, usage=DEFAULT, expected_nodes={})
    items = list(Bill(resource, stack).tiered(GB, Range(50, 300, 5000)))
    assert [item.dimension for item in items] == ["data", "data above 100", "data above 1,000"]
    assert [item.quantity for item in items] == [Range(50, 100, 100), Range(0, 200, 900), Range(0, 0, 4000)]
    assert sum(item.cost.expected for item in items if item.cost) == 100 * 0.5 + 200 * 0.25


def test_what_stays_below_the_first_tier_is_one_item(make: Make) -> None:
    resource = make("aws:x/y:Y")
    stack = Stack(Graph([resource]), region="us-east-1", prices=TIERED, usage=DEFAULT, expected_nodes={})
    assert [item.cost for item in Bill(resource, stack).tiered(GB, Range.of(10))] == [Range.of(5)]


def test_tiers_without_a_price_are_one_unpriced_item(make: Make) -> None:
    resource = make("aws:x/y:Y", inputs={"region": "eu-west-1"})
    (item,) = Bill(resource, _stack(resource)).tiered(GB, Range.of(10))
    assert item.note == "no dated price for Thing data (GB) in eu-west-1"


def test_an_assumption_is_noted_once(make: Make) -> None:
    resource = make("aws:x/y:Y")
    stack = _stack(resource)
    items = [Bill(resource, stack).used(GB, "nat_gb") for _ in range(2)]
    assert items[0].status is Status.PRICED
    assert items[0].basis is Basis.ASSUMED
    assert items[0].cost == Range(5, 50, 500)
    assert list(stack.assumed) == [DEFAULT.says("nat_gb")]


def test_the_region_is_the_resources_own_then_its_providers_then_the_stacks(make: Make) -> None:
    provider = make("pulumi:providers:aws", "west", {"region": "us-west-2"})
    own = make("aws:x/y:Y", "own", {"region": "eu-west-1"}, provider=provider.urn)
    theirs = make("aws:x/y:Y", "theirs", provider=provider.urn)
    plain = make("aws:x/y:Y", "plain")
    stack = _stack(provider, own, theirs, plain)
    assert [stack.region_of(each) for each in (own, theirs, plain)] == ["eu-west-1", "us-west-2", "us-east-1"]


@pytest.mark.parametrize(
    ("token", "inputs", "region"),
    [
        ("gcp:x/y:Y", {"region": "us-west1"}, "us-west1"),
        ("gcp:x/y:Y", {"location": "us-west1-b"}, "us-west1"),
        ("gcp:x/y:Y", {"location": "US-WEST1"}, "us-west1"),
        ("gcp:x/y:Y", {"zone": "projects/p/zones/us-west1-b"}, "us-west1"),
        ("gcp:x/y:Y", {"zone": "us-south1-ai1b"}, "us-south1"),
        ("azure-native:x:Y", {"location": "West Europe"}, "westeurope"),
        ("azure-native:x:Y", {"location": UNKNOWN}, "us-east-1"),
        ("pulumi-python:dynamic/x:Y", {"region": "us-west1"}, "us-west1"),
    ],
)
def test_every_cloud_says_where_in_its_own_words(make: Make, token: str, inputs: dict[str, Any], region: str) -> None:
    resource = make(token, inputs=inputs)
    assert _stack(resource).region_of(resource) == region


def test_what_has_no_place_is_where_its_owner_is(make: Make) -> None:
    cluster = make("azure-native:containerservice:ManagedCluster", "c", {"location": "westus2"})
    pool = make("azure-native:containerservice:AgentPool", "p", wires={"resourceName": [cluster]})
    assert _stack(cluster, pool).region_of(pool) == "westus2"


@pytest.mark.parametrize(
    ("token", "region", "key"),
    [
        ("aws:x/y:Y", "us-east-1", Key("EC2", "g5.xlarge", "hour")),
        ("gcp:x/y:Y", "us-central1", Key("Compute Engine", "e2-standard-4", "hour")),
        ("azure-native:x:Y", "eastus", Key("Virtual Machines", "Standard_D4ds_v5", "hour")),
        ("pulumi-python:dynamic/x:Y", "us-central1", Key("Vertex AI prediction", "n1-standard-4", "node-hour")),
    ],
)
def test_without_the_callers_prices_each_provider_has_its_own(make: Make, token: str, region: str, key: Key) -> None:
    resource = make(token)
    stack = Stack(Graph([resource]), region=region, prices=None, usage=DEFAULT, expected_nodes={})
    assert stack.prices_of(resource).find(region, key)


def test_the_component_is_the_outermost_one(make: Make) -> None:
    outer = make("stackwright:index:AwsCluster", "training", custom=False)
    inner = make("stackwright:index:AwsPool", "training-gpu", custom=False, parent=outer.urn)
    resource = make("aws:x/y:Y", parent=inner.urn)
    stack = _stack(outer, inner, resource)
    assert stack.component(resource) == "training"
    assert stack.component(outer) == ""


def test_a_wire_is_found_before_a_name_and_a_name_before_nothing(make: Make) -> None:
    first = make("aws:t/t:T", "first", {"name": "alpha"})
    second = make("aws:t/t:T", "second", id="lt-2")
    wired = make("aws:x/y:Y", "wired", wires={"template": [first]})
    stack = _stack(first, second, wired)
    assert stack.wired(wired, "template", "aws:t/t:T", "lt-2") is first
    assert stack.wired(second, "template", "aws:t/t:T", UNKNOWN, "lt-2") is second
    assert stack.wired(second, "template", "aws:t/t:T", "alpha") is first
    assert stack.wired(second, "template", "aws:t/t:T", "beta") is None


def test_resources_of_a_type_are_counted_from_zero(make: Make) -> None:
    resources = [make("aws:x/y:Y", "a"), make("aws:x/z:Z", "b"), make("aws:x/y:Y", "c")]
    assert [_stack(*resources).ordinal(each) for each in resources] == [0, 0, 1]


def test_text_and_numbers_tell_unset_from_unknown(make: Make) -> None:
    resource = make("aws:x/y:Y", inputs={"later": UNKNOWN, "set": "on", "size": 4})
    bill = Bill(resource, _stack(resource))
    assert (bill.text("set"), bill.text("unset", "off"), bill.text("later")) == ("on", "off", None)
    assert (bill.number("size"), bill.number("unset", 1), bill.number("later", 1)) == (4, 1, None)


def test_free_unpriced_and_unknown_items_carry_their_reason(make: Make) -> None:
    resource = make("aws:x/y:Y")
    bill = Bill(resource, _stack(resource))
    assert (bill.free("because").unit_price, bill.free("because").source) == (0.0, "because")
    assert bill.unpriced("hours", "because").note == "because"
    unknown = bill.unknown("hours", "size")
    assert (unknown.quantity, unknown.note) == (None, "`size` is not known before deployment")
