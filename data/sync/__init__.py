"""Sharing a conversation: its updates, written where the other partner can read them.

Every partner appends to logs of their own and reads the others'; updates merge in any order, so
nobody waits for anybody, and who was away catches up. `store` says what a place for updates must
be able to do, `folder` is such a place on one machine, `link` binds a session to it, and `offers`
are about who shares what with whom.
"""
