"""Header, footer, search bar, and what Textual paints with."""
