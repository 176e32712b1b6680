"""What a screen does with a session, one file a subject."""
