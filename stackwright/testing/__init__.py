"""The pytest plugin for components and blueprints."""
