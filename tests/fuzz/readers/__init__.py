"""A small class for each thing that reads what others may have written."""
