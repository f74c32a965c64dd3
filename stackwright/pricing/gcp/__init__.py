"""Pricing decisions for Google Cloud: one function or one reason a resource type, by area."""
