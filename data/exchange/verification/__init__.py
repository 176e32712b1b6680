"""Verify signed minutes: what is wrong with a signature, and which conversation they are of."""
