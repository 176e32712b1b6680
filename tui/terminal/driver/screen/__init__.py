"""The screen: from Textual's frames to the bytes that change the terminal."""
