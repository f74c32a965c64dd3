"""Getting a Pulumi engine onto the machine."""
