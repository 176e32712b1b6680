"""Subject access, erasure, retention, permissions, sensitive words."""
