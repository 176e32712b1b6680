"""The screens: desk, notebook, overview, search and the others."""
