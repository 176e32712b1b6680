"""The Textual application: key queue, idle lock, shutdown, crash report."""
