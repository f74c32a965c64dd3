"""Dated prices and the estimate of a graph."""
