"""The checklist templates as data files, one for each kind, role and language."""
