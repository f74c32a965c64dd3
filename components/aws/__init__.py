"""The building blocks on AWS."""
