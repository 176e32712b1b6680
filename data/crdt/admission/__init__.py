"""Admission: what an update may hold, decided before the CRDT library sees it.

The library accepts updates that ruin a document or end the process. Admitted is only what this
program itself writes: text with its authors in the notes, plain values in the fields.
"""
