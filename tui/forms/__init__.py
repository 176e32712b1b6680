"""The dialogs: forms, questions and help, as screens over the desk and the notebook."""
