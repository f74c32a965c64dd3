"""The building blocks on Google Cloud."""
