"""When and how an open conversation is saved, and whether it is."""
