"""Rules on Google Cloud resources."""
