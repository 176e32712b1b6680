"""The checklists as data files, one per kind, role and language."""
