"""The notebook as its screen shows it: which talks are due, coming and held, and what is open."""
