"""Mutation tests: change the program at one place at a time, and check whether a test fails."""
