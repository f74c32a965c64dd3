"""The Google Cloud Billing Catalog: whole services, page by page, with an API key that is shown nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

from stackwright.pricing.prices import Price
from stackwright.pricing.refresh.gcp_queries import IDS, GcpQuery, gcp_queries
from stackwright.pricing.refresh.rates import (
    Answer,
    Lost,
    Rate,
    RefreshError,
    Want,
    answer,
    number,
    plain,
    record,
    records,
    text,
)
from stackwright.pricing.refresh.transport import Transport, address

BASE: Final = "https://cloudbilling.googleapis.com"
SOURCE: Final = "Google Cloud Billing Catalog"
_NEVER: Final = re.compile(r"Commitment|Reserved|\bDWS\b|Calendar|\bFlex|Sole Tenancy|Custom|Extended|Upgrade Premium")
"""Words of SKUs that look like what is asked for and are another way to buy it."""

Sku = Mapping[str, Any]


def gcp_answers(wants: Iterable[Want], transport: Transport, *, today: str, key: str) -> Iterator[Answer]:
    """Rows for each of `wants`, with the API `key` in a header, never in an address."""
    catalog = _Catalog(transport, {"X-Goog-Api-Key": key})
    for want in wants:
        queries = gcp_queries(want.key)
        if queries:
            yield _together(want, [_one(want, query, catalog, today) for query in queries])


def _one(want: Want, query: GcpQuery, catalog: "_Catalog", today: str) -> tuple[GcpQuery, Answer]:
    place = query.place or want.region
    found = (_rate(sku) for sku in catalog.skus(query.service) if _means(query, sku, place))
    return query, answer(want, found, query.measure, source=SOURCE, as_of=today)


def _together(want: Want, parts: list[tuple[GcpQuery, Answer]]) -> Answer:
    """A thing of several parts costs their sum; it is lost where one of them is."""
    found: list[tuple[Decimal, tuple[Price, ...]]] = []
    for query, one in parts:
        if isinstance(one, Lost):
            name = query.description.partition(" running")[0].partition("(?")[0]
            return Lost(want, f"{name}: {one.reason}" if len(parts) > 1 else one.reason, one.rivals)
        found.append((query.count, one))
    if len(found) == 1 and found[0][0] == 1:
        return found[0][1]
    if any(len(rows) > 1 for _, rows in found):
        return Lost(want, "a part of it has tiers, so it has no one rate")
    first = found[0][1][0]
    usd = sum((count * Decimal(str(rows[0].usd)) for count, rows in found), Decimal(0))
    ids = " + ".join(f"{plain(count):g} × {rows[0].source.removeprefix(SOURCE).strip()}" for count, rows in found)
    return (Price(want.region, want.key, plain(usd), f"{SOURCE} {ids}", first.as_of),)


class _Catalog:
    """SKUs by service, each service asked for once."""

    def __init__(self, transport: Transport, headers: Mapping[str, str]) -> None:
        self._transport = transport
        self._headers = headers
        self._ids: dict[str, str] = dict(IDS)
        self._skus: dict[str, list[Sku]] = {}

    def skus(self, service: str) -> list[Sku]:
        """All SKUs of the service with this display name; none where there is no such service."""
        if service not in self._skus:
            id = self._id(service)
            path = f"services/{id}/skus?currencyCode=USD&pageSize=5000"
            self._skus[service] = list(self._pages(path, "skus")) if id else []
        return self._skus[service]

    def _id(self, service: str) -> str:
        if service not in self._ids:
            known = {text(one, "displayName"): text(one, "serviceId") for one in self._services()}
            self._ids = known | self._ids
        return self._ids.setdefault(service, "")

    def _services(self) -> Iterator[Mapping[str, Any]]:
        return self._pages("services?pageSize=5000", "services")

    def _pages(self, path: str, name: str) -> Iterator[Any]:
        token, seen = "", {""}
        while True:
            url = f"{address('gcp', BASE)}/v1/{path}" + (f"&pageToken={quote(token)}" if token else "")
            page = record(self._transport.json(url, self._headers))
            yield from records(page.get(name))
            token = text(page, "nextPageToken")
            if not token:
                return
            if token in seen:
                raise RefreshError(f"{SOURCE}: the pages go round in a circle - try again later")
            seen.add(token)


def _means(query: GcpQuery, sku: Sku, place: str) -> bool:
    description = text(sku, "description")
    usage = text(record(sku.get("category")), "usageType")
    if usage != ("Preemptible" if query.spot else "OnDemand") or place not in sku.get("serviceRegions", ()):
        return False
    return re.fullmatch(query.description, description) is not None and not _NEVER.search(description)


def _rate(sku: Sku) -> Rate:
    info = (records(sku.get("pricingInfo")) or [{}])[-1]
    expression = record(info.get("pricingExpression"))
    tiers = tuple((number(one.get("startUsageAmount", 0)), _usd(one)) for one in records(expression.get("tieredRates")))
    effective = text(info, "effectiveTime")[:10]
    return Rate(text(sku, "skuId"), text(sku, "description"), text(expression, "usageUnit"), tiers, effective)


def _usd(tier: Mapping[str, Any]) -> Decimal:
    price = record(tier.get("unitPrice"))
    return number(price.get("units") or 0) + number(price.get("nanos") or 0) / 1_000_000_000
