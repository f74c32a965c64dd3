"""Whether a service of Azure is closed to the internet: switched off, or refusing by default."""

from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.policies.finding import Finding, fail, unknown

CLOSED = ("disabled", "securedbyperimeter")


def closed(resource: Resource, switch: str, default_action: str = "") -> Iterator[Finding]:
    """Findings unless the property at `switch` is Disabled, or the one at `default_action` is Deny."""
    state = resource.get(switch)
    action = resource.get(default_action) if default_action else ""
    if str(state).lower() in CLOSED or str(action).lower() == "deny":
        return
    if UNKNOWN in (state, action):
        yield unknown(switch if state is UNKNOWN else default_action)
    else:
        yield fail(switch, "is not Disabled" + (", and the default action is not Deny" if default_action else ""))
