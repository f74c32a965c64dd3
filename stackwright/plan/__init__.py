"""A program recorded in process, as a resource graph."""
