"""Agreements as files of programs in which work is tracked; see docs/agreements.md."""
