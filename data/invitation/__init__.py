"""The invitation: preparation sheet and appointment, and reading the filled-in sheet back."""
