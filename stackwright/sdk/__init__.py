"""What the installed provider SDKs say about a resource type."""
