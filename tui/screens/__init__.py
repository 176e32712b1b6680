"""The desk, the notebook, the overview and the others."""
