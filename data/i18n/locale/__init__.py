"""The message catalogues, one module a language."""
