"""Files and folders: atomic writes, locks, owners, private folders, files in memory."""
