"""What a user means by a reference to a conversation."""
