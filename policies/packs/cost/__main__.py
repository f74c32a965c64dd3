"""The cost pack, started by the Pulumi engine."""

from stackwright.policies.analyzer import serve

serve("cost")
