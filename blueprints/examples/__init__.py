"""Runnable blueprints, one per shape, platform and cloud."""
