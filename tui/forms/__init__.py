"""The dialogs: screens over the desk and the notebook that ask for something, and help."""
