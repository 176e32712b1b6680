"""Minutes read back, by lines and indents: every line in the first column is ours."""
