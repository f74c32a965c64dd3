"""The Azure Retail Prices API: anonymous, pages of 100 meters or more."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from stackwright.pricing.refresh.azure_queries import AzureQuery, azure_query
from stackwright.pricing.refresh.rates import Answer, Rate, RefreshError, Want, answer, number, record, records, text
from stackwright.pricing.refresh.transport import Transport, address

BASE: Final = "https://prices.azure.com"
SOURCE: Final = "Azure Retail Prices"
_VERSION: Final = "2023-01-01-preview"


def azure_answers(wants: Iterable[Want], transport: Transport, *, today: str) -> Iterator[Answer]:
    """Rows for each of `wants`, as the API says today."""
    lists: dict[str, list[Mapping[str, Any]]] = {}
    for want in wants:
        query = azure_query(want.key)
        if query is None:
            continue
        place = query.place or want.region
        terms = _filter(query, place)
        if terms not in lists:
            lists[terms] = list(_items(transport, terms))
        found = _rates(item for item in lists[terms] if _means(query, item, place))
        yield answer(want, found, query.measure, source=SOURCE, as_of=today)


def _filter(query: AzureQuery, place: str) -> str:
    """The query that a list comes from; one list answers for all meters of a service in a region."""
    terms = {"priceType": "Consumption", "serviceName": query.service, "productName": query.product}
    if not query.place:  # these are under `location` or `armRegionName`, by the age of the meter
        terms["armRegionName"] = place
    return " and ".join(f"{name} eq '{value}'" for name, value in terms.items() if value)


def _items(transport: Transport, terms: str) -> Iterator[Mapping[str, Any]]:
    currency = quote("'USD'")
    url = f"{address('azure', BASE)}/api/retail/prices?api-version={_VERSION}&currencyCode={currency}"
    url += f"&$filter={quote(terms)}"
    seen: set[str] = set()
    while url:
        if url in seen:
            raise RefreshError(f"{SOURCE}: the pages go round in a circle - try again later")
        seen.add(url)
        page = record(transport.json(url))
        if "Items" not in page:
            raise RefreshError(f"{SOURCE}: an answer has no `Items` - the API has changed")
        yield from records(page["Items"])
        url = text(page, "NextPageLink")


def _means(query: AzureQuery, item: Mapping[str, Any], place: str) -> bool:
    """Whether the meter is the one of `query`: Linux, bought by the hour, no reservation, no Dev/Test."""
    product, sku, meter = text(item, "productName"), text(item, "skuName"), text(item, "meterName")
    if item.get("type") != "Consumption" or item.get("reservationTerm") or item.get("currencyCode") != "USD":
        return False
    if item.get("effectiveEndDate"):  # a price that holds no more, or not for long
        return False
    if "Windows" in product or f"{product} ".count(" Win ") or meter.endswith(" Low Priority"):
        return False
    if sku.endswith(" Low Priority") or sku.endswith(" Spot") != query.spot:
        return False
    if place not in (item.get("armRegionName"), item.get("location")):
        return False
    given = {"product": product, "sku": sku, "meter": meter, "arm_sku": text(item, "armSkuName")}
    return all(not (wanted := getattr(query, name)) or wanted == value for name, value in given.items())


def _rates(items: Iterable[Mapping[str, Any]]) -> Iterator[Rate]:
    """A rate for each meter and product: its tiers come as items of their own, in no order."""
    groups: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for item in items:
        groups.setdefault((text(item, "meterId"), text(item, "skuId"), text(item, "unitOfMeasure")), []).append(item)
    for (meter, _, unit), found in groups.items():
        tiers: dict[Decimal, set[Decimal]] = {}
        for item in found:
            start, usd = _tier(item)
            tiers.setdefault(start, set()).add(usd)
        name = f"{text(found[0], 'productName')}, {text(found[0], 'meterName')}"
        effective = max(text(item, "effectiveStartDate")[:10] for item in found)
        if any(len(prices) > 1 for prices in tiers.values()):  # two prices for one tier are two rates
            yield from (
                Rate(
                    meter,
                    name,
                    unit,
                    ((number(i.get("tierMinimumUnits", 0)), number(i.get("retailPrice"))),),
                    effective,
                )
                for i in found
            )
            continue
        yield Rate(meter, name, unit, tuple((start, next(iter(usd))) for start, usd in tiers.items()), effective)


def _tier(item: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    return number(item.get("tierMinimumUnits", 0)), number(item.get("retailPrice"))
