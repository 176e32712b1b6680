"""The user interfaces: command line, app, screens and the key table."""
