"""The security pack, started by the Pulumi engine."""

from stackwright.policies.analyzer import serve

serve("security")
