"""The pictures in the README, drawn by the program itself."""
