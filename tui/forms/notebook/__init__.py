"""The dialogs of the notebook screen about one conversation."""
