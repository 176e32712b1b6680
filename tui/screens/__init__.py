"""The screens, among them the desk of a conversation and the list of a notebook."""
