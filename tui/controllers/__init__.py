"""Controllers, which carry out the actions of a screen on its session, one file a subject."""
