"""Minutes of form 1: they are read, and no longer written."""
