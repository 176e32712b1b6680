"""A fuzzer that plays the other partner's program against a live session.

The input is a script (`script.py`) of steps of both partners. `scene.py` has the user's session in
a shared folder, `attacker.py` writes the other's logs, and `oracle.py` states what no step may
change.
"""
