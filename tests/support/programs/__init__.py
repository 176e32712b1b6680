"""Programs that tests run as separate processes: see `run`."""
