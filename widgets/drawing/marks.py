"""Signs in a column of their own, so that colour is not needed to see what they mean."""

CURSOR = ">"
"""The row with the cursor."""
UNREAD, CURSOR_ON_UNREAD = "•", "»"
"""A row that the other partner changed, without and with the cursor."""
CARRIED = "↻"
"""An agreement or item carried over from an earlier conversation."""
