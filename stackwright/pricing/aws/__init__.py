"""Pricing decisions for AWS: one function or one reason a resource type, by area."""
