"""The notebook, a folder of conversations: index, search, people, follow-up."""
