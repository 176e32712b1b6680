"""Quarantine: a small process applies the updates of others to a copy of the document first.

Admission refuses what no program of ours writes. Should it miss something, the CRDT library fails
in that process: the document of the session never gets the update.
"""
