"""The archived and the deleted conversations of a notebook."""
