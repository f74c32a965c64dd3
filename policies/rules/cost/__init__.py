"""Rules on price, size and place, on any cloud."""
