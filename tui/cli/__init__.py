"""The command line; each command is a file in `commands/`."""
