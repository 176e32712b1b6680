"""Whether two files are of one conversation, and what happens to those of another one."""
