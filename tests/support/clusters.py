"""Grapheme clusters of several code points."""

from __future__ import annotations

CLUSTERS = {
    "accent": "e\u0301",
    "two accents": "o\u0302\u0323",
    "flag": "🇳🇱",
    "family": "👨\u200d👩\u200d👧\u200d👦",
    "skin tone": "👍🏽",
    "joined with skin tones": "👩🏽\u200d🤝\u200d👨🏿",
    "devanagari": "क्षि",
    "tamil": "நி",
    "thai": "กำ",
    "hangul jamo": "\u1112\u1161\u11ab",
    "heart in colour": "❤\ufe0f",
    "keycap": "1\ufe0f\u20e3",
}
"""One cluster each, in code points that `clean_text` preserves."""

PARTS = tuple(sorted({part for cluster in CLUSTERS.values() for part in cluster}))
"""Their single code points."""
