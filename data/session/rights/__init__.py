"""What the other partner may not write, and how this partner's notebook puts it back."""
