"""What a user's own project starts from."""
