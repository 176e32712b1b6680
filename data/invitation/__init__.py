"""Invitation."""
