"""Text: sanitising, grapheme clusters, lines, differences, Markdown."""
