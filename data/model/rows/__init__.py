"""The rows of a conversation, from the flat map of its fields."""
