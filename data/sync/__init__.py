"""Sharing a conversation: its updates are written where the other partner can read them.

Each session appends to a log of its own and reads the others'; updates merge in any order, so no
session waits for another, and one that was away catches up. `remote` is the protocol of a remote,
implemented in `folder`, `ssh` and `postgres`; `sync_client` binds a session to a remote, and
`shares` describes a shared conversation.
"""
