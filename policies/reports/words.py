"""How reports name and count things: plain text, safe to be escaped by any format."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from stackwright.plan.document import MASK
from stackwright.plan.graph import Graph, Resource, Source
from stackwright.policies.credentials import looks_secret
from stackwright.policies.finding import Finding, Result

if TYPE_CHECKING:
    from stackwright.policies.exemptions import Exemption

STACK = "pulumi:pulumi:Stack"
WITHHELD = "what the rule says is withheld, because a credential seems to be in it"
_LONGEST = 300


def counted(number: int, noun: str) -> str:
    """`1 rule`, `2 rules`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def money(amount: float) -> str:
    """`1,234.56`."""
    return f"{amount:,.2f}"


def signed(change: float) -> str:
    """`+1,234.56`, and `0.00` for what is less than a cent."""
    return "0.00" if abs(change) < 0.005 else f"{change:+,.2f}"


def share(change: float, before: float) -> str:
    """`+12.5%`, empty where there was nothing to compare with."""
    return f"{change / before:+.1%}" if before >= 0.005 and abs(change) >= 0.005 else ""


def short_type(token: str) -> str:
    """`Bucket` of `aws:s3/bucket:Bucket`."""
    return token.rpartition(":")[2]


def name_of(urn: str) -> str:
    """Logical name in `urn`."""
    return urn.split("::", 3)[-1]


def is_real(resource: Resource) -> bool:
    """Something a cloud holds for this stack: no component, no provider, and nothing that is only read."""
    return resource.custom and not resource.external and not resource.type.startswith("pulumi:providers:")


def named(graph: Graph, urn: str) -> str:
    """`Bucket data` for a URN, `stack` for the stack as a whole."""
    resource = graph.by_urn.get(urn)
    parts = urn.split("::", 3)
    if resource is None and len(parts) < 4:
        return clean(urn) or "stack"
    token, name = (resource.type, resource.name) if resource else (parts[2].rpartition("$")[2], parts[3])
    return "stack" if token == STACK else clean(f"{short_type(token)} {name}")


def sentence(graph: Graph, finding: Finding) -> str:
    """`Bucket data acl: is public`; what has to wait for the deployment says so."""
    path = f" {path_of(finding)}" if finding.path else ""
    waits = " (unknown)" if finding.result is Result.UNKNOWN else ""
    return f"{named(graph, finding.urn)}{path}: {message_of(finding)}{waits}"


def path_of(finding: Finding) -> str:
    """The property; names in it may be the program's own."""
    return MASK if looks_secret(finding.path) else clean(finding.path)


def message_of(finding: Finding) -> str:
    """What the rule says; somebody else's rule may say more than it should."""
    return WITHHELD if looks_secret(finding.message) else clean(finding.message)


def place(source: Source) -> str:
    """`infra/__main__.py:12`."""
    return f"{clean(source.file)}:{max(source.line, 1)}"


def justification(exemption: "Exemption") -> str:
    """Why a finding is accepted, by whom and until when."""
    until = f", until {exemption.expires.isoformat()}" if exemption.expires else ""
    return f"{clean(exemption.reason)} (owner: {clean(exemption.owner)}{until})"


def clean(text: str) -> str:
    """`text` in one line of printable characters, and not endless; names come from strangers."""
    line = text[: _LONGEST + 1]
    if not line.isprintable():
        line = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """(whether it is code, text) of each part of a sentence with `code` in it."""
    parts = clean(text).split("`")
    if len(parts) % 2 == 0:
        parts = ["`".join(parts)]
    yield from ((index % 2 == 1, part) for index, part in enumerate(parts) if part)
