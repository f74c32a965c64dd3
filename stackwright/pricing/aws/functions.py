"""What functions cost on AWS: calls, memory time, and concurrency that is kept ready."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, Basis, LineItem, Range
from stackwright.pricing.prices import Key

FUNCTION: Final = "aws:lambda/function:Function"

CALLS: Final = Key("Lambda", "requests", "1M requests")
X86: Final = Key("Lambda", "x86 duration", "GB-second")
ARM: Final = Key("Lambda", "arm64 duration", "GB-second")
READY: Final = Key("Lambda", "x86 provisioned concurrency", "GB-second")

KEYS: Final = (CALLS, X86, ARM, READY)

_FREE_DISK_MB = 512


def function(bill: Bill) -> Iterable[LineItem]:
    """Calls and memory time of a function; the free tier of an account is not counted."""
    yield bill.used(CALLS, "function_calls", times=1 / 1_000_000)
    memory = bill.number("memorySize", 128)
    if memory is None:
        yield bill.unknown("duration", "memorySize")
        return
    key = ARM if "arm64" in [value for _, value in bill.resource.all("architectures[*]")] else X86
    calls, says = bill.stack.usage.function_calls, bill.assume("function_calls")
    seconds = calls * bill.stack.usage.function_seconds * (memory / 1024)
    yield from bill.tiered(key, seconds, basis=Basis.ASSUMED, note=f"{says}; {bill.assume('function_seconds')}")
    disk = bill.number("ephemeralStorage.size", _FREE_DISK_MB)
    if disk is None or disk > _FREE_DISK_MB:
        yield bill.unpriced("ephemeral storage", f"no dated price for what exceeds {_FREE_DISK_MB} MB of a function")


def provisioned_concurrency(bill: Bill) -> Iterable[LineItem]:
    """Memory of the function that is kept ready, all month; the calls are billed with the function."""
    name = bill.get("functionName")
    kept = bill.stack.wired(bill.resource, "functionName", FUNCTION, name)
    count = bill.number("provisionedConcurrentExecutions")
    memory = as_number(kept.inputs.get("memorySize", 128)) if kept else None
    if kept is None or count is None or memory is None:
        path = "provisionedConcurrentExecutions" if count is None else "functionName"
        yield bill.unknown("provisioned concurrency", path)
    elif "arm64" in [value for _, value in kept.all("architectures[*]")]:
        yield bill.unpriced("provisioned concurrency", "no dated price for arm64 functions that are kept ready")
    else:
        yield bill.priced(READY, Range.of(count * memory / 1024 * HOURS * 3600))


DECISIONS: Final[Mapping[str, Decision]] = {
    FUNCTION: function,
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": provisioned_concurrency,
}
