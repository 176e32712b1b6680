"""Files with their expected output."""
