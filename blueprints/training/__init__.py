"""A GPU training stack."""
