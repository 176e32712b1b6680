"""The settings file, colours, the passphrase of the idle lock."""
