"""Privacy: subject access, erasure, retention, permissions, sensitive words."""
