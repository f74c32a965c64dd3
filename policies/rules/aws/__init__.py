"""Rules on AWS resources."""
