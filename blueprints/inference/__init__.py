"""A model endpoint."""
