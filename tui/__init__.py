"""The ways in: command line, app, screens and the key table."""
