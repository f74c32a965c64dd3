"""Use that is free up to an allowance which the provider publishes for everybody."""

from collections.abc import Iterable

from stackwright.pricing.bill import Bill
from stackwright.pricing.model import Basis, LineItem, Range
from stackwright.pricing.prices import Key


def beyond_free(bill: Bill, key: Key, assumption: str, free: float, unit: float) -> Iterable[LineItem]:
    """The usage profile's `assumption` of `key` above `free`, in units of `unit`; free where it stays below."""
    used: Range = getattr(bill.stack.usage, assumption)
    charged = used.above(free)
    says = bill.assume(assumption)
    if charged.high:
        yield bill.priced(key, charged * (1 / unit), basis=Basis.ASSUMED, note=says)
    else:
        yield bill.free(f"{says}: within what is free ({key.dimension} are charged)")
