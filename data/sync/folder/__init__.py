"""Sharing in a folder of one machine: one log for each session, guarded by POSIX ACLs."""
