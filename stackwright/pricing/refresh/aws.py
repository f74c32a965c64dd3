"""The AWS Price List: by its Query API where boto3 has credentials, else the bulk files that anybody may read."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from typing import Any, Final

from stackwright.pricing.refresh.aws_queries import AwsQuery, aws_query
from stackwright.pricing.refresh.rates import Answer, Rate, RefreshError, Want, answer, number, record, text
from stackwright.pricing.refresh.stream import members
from stackwright.pricing.refresh.transport import Transport, address

BULK: Final = "https://pricing.us-east-1.amazonaws.com"
HOME: Final = "us-east-1"
"""Region of the Query API; it answers for all regions."""
SOURCE: Final = "AWS Price List"
_INSIDE: Final = (("products",), ("terms",), ("terms", "OnDemand"))

Product = Mapping[str, Any]
"""A product with its terms, as GetProducts answers."""
Products = Callable[[AwsQuery, str], Iterable[Product]]
"""Products that may answer a query in a region."""


def aws_answers(
    wants: Iterable[Want], transport: Transport, *, today: str, client: Any | None = None
) -> Iterator[Answer]:
    """Rows for each of `wants`: with the Query API where there is a `client`, else from the bulk files."""
    asked = [(want, query) for want in wants if (query := aws_query(want.key))]
    products = _queried(client, transport) if client else _bulk(asked, transport)
    for want, query in asked:
        found = (
            rate for one in products(query, want.region) if _means(query, one, want.region) for rate in _rates(one)
        )
        yield answer(want, found, query.measure, source=SOURCE, as_of=today)


def query_client() -> Any | None:
    """A client of the Query API; None without boto3 or without credentials."""
    try:
        boto3 = import_module("boto3")
        config = import_module("botocore.config").Config(retries={"mode": "standard", "total_max_attempts": 8})
    except ImportError:
        return None
    session: Any = boto3.Session(region_name=HOME)
    if session.get_credentials() is None:
        return None
    return session.client("pricing", config=config, endpoint_url=address("aws_query", "") or None)


def _queried(client: Any, transport: Transport) -> Products:
    def products(query: AwsQuery, region: str) -> Iterator[Product]:
        terms = {"regionCode": region, "productFamily": query.family, **query.attributes}
        filters = [{"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in terms.items() if value]
        token = ""
        while True:
            asked = {"ServiceCode": query.service, "Filters": filters, "FormatVersion": "aws_v1", "MaxResults": 100}
            page = transport.kept(
                json.dumps([asked, token]), lambda asked=asked, token=token: _page(client, asked, token)
            )
            yield from map(json.loads, page["PriceList"])
            token = page.get("NextToken") or ""
            if not token:
                return

    return products


def _page(client: Any, asked: Mapping[str, Any], token: str) -> Any:
    """One page of the API; what boto3 raises becomes one sentence without the request."""
    try:
        page = client.get_products(**asked, **({"NextToken": token} if token else {}))
    except Exception as error:  # botocore's errors have no base class that can be named without it
        kind = type(error).__name__
        said = getattr(error, "response", {}).get("Error", {}).get("Code", "")
        raise RefreshError(f"{SOURCE}: {said or kind} - it takes `pricing:GetProducts`, and a network") from None
    return {"PriceList": page.get("PriceList", []), "NextToken": page.get("NextToken", "")}


def _bulk(asked: Iterable[tuple[Want, AwsQuery]], transport: Transport) -> Products:
    """Products of whole price lists; of each file only those are kept that some query means."""
    wanted: dict[tuple[str, str], list[AwsQuery]] = {}
    for want, query in asked:
        wanted.setdefault((query.service, want.region), []).append(query)
    found: dict[tuple[str, str], list[Product]] = {}

    def products(query: AwsQuery, region: str) -> Iterable[Product]:
        place = query.service, region
        if place not in found:
            url = f"{address('aws', BULK)}/offers/v1.0/aws/{query.service}/current/{region}/index.json"
            found[place] = list(_read(transport, url, wanted[place], region))
        return found[place]

    return products


def _read(transport: Transport, url: str, queries: list[AwsQuery], region: str) -> Iterator[Product]:
    kept: dict[str, dict[str, Any]] = {}
    file = transport.file(url)
    try:
        with file.open("rb") as data:
            for path, value in members(data, _INSIDE):
                if path[:1] == ("products",) and len(path) == 2:
                    if any(_means(query, {"product": value}, region) for query in queries):
                        kept[path[1]] = {"product": value, "terms": {}}
                elif path[:2] == ("terms", "OnDemand") and path[-1] in kept:
                    kept[path[-1]]["terms"] = {"OnDemand": value}
    except (ValueError, AttributeError, TypeError):
        file.unlink(missing_ok=True)
        raise RefreshError(
            f"{SOURCE}: {url.rpartition('/offers')[2]} is no price list - run the command again"
        ) from None
    yield from kept.values()


def _means(query: AwsQuery, product: Product, region: str) -> bool:
    """Whether the product is the one of `query`, in a region and not in a Local or Wavelength Zone."""
    about = record(product["product"])
    attributes = record(about.get("attributes"))
    if attributes.get("regionCode") != region or attributes.get("locationType", "AWS Region") != "AWS Region":
        return False
    if query.family and about.get("productFamily") != query.family:
        return False
    if any(attributes.get(name) != value for name, value in query.attributes.items()):
        return False
    return not query.usage or _usage(text(attributes, "usagetype")) == query.usage


def _usage(usagetype: str) -> str:
    """A usage type without the region's prefix, which us-east-1 has only for newer services."""
    return re.sub(r"^[A-Z]{2,4}\d?-", "", usagetype)


def _rates(product: Product) -> Iterator[Rate]:
    for term in map(record, record(record(product.get("terms")).get("OnDemand")).values()):
        dimensions = [record(one) for one in record(term.get("priceDimensions")).values()]
        if not dimensions:
            continue
        first = min(dimensions, key=_start)
        yield Rate(
            text(first, "rateCode"),
            text(record(product["product"].get("attributes")), "usagetype") or text(first, "description"),
            text(first, "unit"),
            tuple((_start(one), number(record(one.get("pricePerUnit")).get("USD"))) for one in dimensions),
            text(term, "effectiveDate")[:10],
        )


def _start(dimension: Mapping[str, Any]) -> Decimal:
    return number(dimension.get("beginRange", "0"))
