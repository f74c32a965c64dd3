"""Rules on what runs inside a Kubernetes cluster."""
