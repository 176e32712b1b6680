"""Sharing a conversation: its updates are written where the other partner can read them.

Every partner appends to logs of their own and reads the others'; updates merge in any order, so
nobody waits for anybody, and who was away catches up. `remote` is the protocol of a place for
updates, with its implementations in `folder`, `ssh` and `postgres`; `sync_client` binds a session
to one, and `shares` says who shares what with whom.
"""
