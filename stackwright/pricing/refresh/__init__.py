"""Prices from the providers' own price APIs, into a table of ours."""
