"""Updates of documents: honest, put together by hand, and mutated."""
