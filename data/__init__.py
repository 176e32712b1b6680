"""The data floor: the conversation, its edits, storage, sharing and export; no screens."""
