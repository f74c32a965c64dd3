"""Facts on accelerated machines."""
