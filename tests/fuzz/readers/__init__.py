"""A small class for each parser of untrusted input."""
