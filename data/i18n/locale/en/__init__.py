"""English: one module a prefix of message keys."""
