"""Serves all components to programs in other languages, as a Pulumi plugin."""

from stackwright.components.hosting import serve

serve()
