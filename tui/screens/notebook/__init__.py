"""The notebook screen: its parts, what it reads, and its first picture."""
