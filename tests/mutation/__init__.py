"""Mutations: break the program on purpose, one place at a time, and see whether a test notices."""
