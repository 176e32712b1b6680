"""A folder of conversations: the index, search, people, a follow-up."""
