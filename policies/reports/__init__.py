"""Findings in the formats that reviewers read."""
