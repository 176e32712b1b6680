"""Files of the whole program that come back, clash, or have a wrong time."""
