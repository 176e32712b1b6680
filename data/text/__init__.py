"""Text without meaning: making it harmless, grapheme clusters, lines, differences, Markdown."""
