"""The commands of `afspraak`, one module each; `add` registers it with the parser.

`run` gets a `Request` and returns the exit status: 0 done, 1 nothing found or something due, 2
wrong use, 3 the data could not be read or written. Heavy modules are imported where used.
"""
