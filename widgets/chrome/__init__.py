"""Header, footer and search bar, and the filter and compositor for painting."""
