"""A share on the desk: where the other partner is, and what a person is told about the share."""
