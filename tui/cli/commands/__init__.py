"""What each command of `afspraak` does: a file a command, told to the parser by `add`.

A command gets a `Request` and returns the exit status: 0 done, 1 nothing found or something due, 2
wrong use, 3 the data could not be read or written. What is heavy is imported where it is used.
"""
