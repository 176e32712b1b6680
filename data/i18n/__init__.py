"""The message catalogues and the look-up `tr`, dates in words."""
