"""Pricing decisions for Azure: one function or one reason a resource type, by area."""
