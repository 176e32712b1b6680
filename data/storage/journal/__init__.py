"""The journal: updates that the conversation file does not hold yet, one file a session."""
