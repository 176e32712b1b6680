"""afspraak: the notebook in the terminal for planning conversations."""

__version__ = "0.1.0"
