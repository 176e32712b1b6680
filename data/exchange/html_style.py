"""The one style of the HTML page: for the screen, light and dark, a phone, and paper (A4)."""

from __future__ import annotations

from ..text.lazy_pattern import lazy_pattern

STYLE = """
:root { color-scheme: light dark; --paper: #ffffff; --ink: #16191d; --soft: #515a64;
  --line: #b9c1ca; --tint: #f2f4f7; --accent: #0a4a8f; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #15181c; --ink: #e7e9ec; --soft: #aab3bd; --line: #4a525c; --tint: #20252b;
    --accent: #8fbdf3; }
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", "Liberation Sans", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: break-word; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; break-after: avoid; text-wrap: balance; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; }
h2 { margin: 2.25rem 0 0.75rem; padding-bottom: 0.25rem; border-bottom: 2px solid var(--accent);
  font-size: 1.25rem; }
h3 { margin: 1.5rem 0 0.5rem; font-size: 1.08rem; }
h4, h5, h6 { margin: 1rem 0 0.4rem; font-size: 1rem; }
p { margin: 0.6rem 0; }
a { color: var(--accent); overflow-wrap: anywhere; }
ul, ol { margin: 0.4rem 0; padding-inline-start: 1.4rem; }
li { margin: 0.15rem 0; }
li > p { margin: 0.3rem 0; }
li.task { margin-inline-start: -1.4em; list-style: none; }
dl { margin: 0.5rem 0; }
dl > div { display: grid; grid-template-columns: 11rem minmax(0, 1fr); column-gap: 1rem;
  padding: 0.15rem 0; }
dt { color: var(--soft); font-weight: 600; hyphens: auto; }
dd { margin: 0; }
dd > p, dd > ul, dd > ol { margin-block: 0 0.25rem; }
dd > ul, dd > ol { padding-inline-start: 1.2rem; }
.wide { margin: 0.8rem 0; overflow-x: auto; }
.wide:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.35rem 0.55rem; border: 1px solid var(--line); text-align: start;
  vertical-align: top; overflow-wrap: break-word; }
thead th { background: var(--tint); }
tbody th { font-weight: 600; }
th.right, td.right { text-align: end; }
th.center, td.center { text-align: center; }
.notes li > strong:first-child, .notes li > p:first-child > strong:first-child,
.points li li > strong:first-child { color: var(--accent); }
.signatures tbody th, .signatures td { height: 3.2rem; }
.signatures th:nth-child(3) { min-width: 7rem; }
.signatures td:last-child { color: var(--soft); vertical-align: bottom; }
blockquote, pre { margin: 0.6rem 0; padding: 0.4rem 0.9rem;
  border-inline-start: 3px solid var(--line); background: var(--tint); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font-size: 0.9em; }
.about { color: var(--soft); font-size: 0.92em; overflow-wrap: anywhere; }
@media (min-width: 34.01rem) {
  .agreements > .wide td:nth-last-child(2) { white-space: nowrap; }
}
@media (max-width: 34rem) {
  dl > div { grid-template-columns: minmax(0, 1fr); padding: 0.3rem 0; }
}
@page { size: A4; margin: 22mm 20mm 20mm;
  @top-left { font: 8.5pt sans-serif; color: #444444; }
  @bottom-left { font: 8.5pt sans-serif; color: #444444; }
  @bottom-right { font: 8.5pt sans-serif; color: #444444; }
}
@media print {
  :root { color-scheme: light; --paper: #ffffff; --ink: #000000; --soft: #444444; --line: #888888;
    --tint: #f2f2f2; --accent: #0b3d70; }
  body { font-size: 9.5pt; line-height: 1.38; }
  main { max-width: none; padding: 0; }
  h2 { margin-top: 1.3rem; }
  h3 { margin-top: 0.9rem; }
  .wide { overflow: visible; }
  .wide, .agreement, .signatures, tr, dl > div, blockquote { break-inside: avoid; }
  .about { break-inside: avoid; }
  .agreements > p, .competencies > p, .notes > p, .signatures > p {
    break-inside: avoid; break-after: avoid; }
  dl > div { grid-template-columns: 10rem minmax(0, 1fr); }
  li > .wide, li > pre, li > blockquote, li > ul, li > ol { break-before: avoid; }
  p, li { orphans: 2; widows: 2; }
  a { color: inherit; text-decoration: none; }
}
"""
"""Nothing is fetched: fonts are those of the reader's machine. Words break only in links, code and
provenance, or where nothing else fits; in tables a word of usual length never does."""

_UNSAFE = lazy_pattern(r"[^\w ,.()-]")


def page_style(title: str, footer: str, of: str) -> str:
    """Return the style, with title, footer and page numbers for each printed page.

    The title is on every page but the first; `of` stands between the page and their number.
    """
    return (
        f"{STYLE}"
        f"@page {{ @top-left {{ content: {_quoted(title)}; }}"
        f" @bottom-left {{ content: {_quoted(footer)}; }}"
        f" @bottom-right {{ content: counter(page) {_quoted(f' {of} ')} counter(pages); }} }}\n"
        "@page :first { @top-left { content: none; } }\n"
    )


def _quoted(text: str) -> str:
    """Return a text as a string of CSS Syntax Level 3; signs that could end it are escaped."""
    return '"' + _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", text) + '"'
