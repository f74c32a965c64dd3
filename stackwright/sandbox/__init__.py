"""A local cloud that the real Pulumi engine deploys to."""
