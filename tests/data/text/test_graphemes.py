"""Boundaries of clusters and words, and truncation at them."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afspraak.data.errors import AfspraakError
from afspraak.data.i18n.dates import parse_due
from afspraak.data.ids import MANAGER, Slug
from afspraak.data.model.conversation import Partner
from afspraak.data.notebook.full_text_search import Hit
from afspraak.data.text.graphemes import (
    _segments,
    _unicode_segments,
    ceiling,
    clusters,
    floor,
    is_boundary,
    next_boundary,
    next_word,
    previous_boundary,
    previous_word,
    truncate,
)
from afspraak.data.text.sanitize import clean_line, clip

from ...checkout import IMPORT_ROOT
from ...support.clusters import CLUSTERS, PARTS

TEXT = st.lists(st.sampled_from([*PARTS, "a", "é", " ", "漢", "\u0600"]), max_size=12).map("".join)


@pytest.mark.parametrize("cluster", CLUSTERS.values(), ids=CLUSTERS)
def test_a_cluster_is_one_character(cluster: str) -> None:
    text = f"a{cluster}{cluster}b"
    first, second = 1 + len(cluster), 1 + 2 * len(cluster)
    assert list(clusters(text)) == ["a", cluster, cluster, "b"]
    assert [next_boundary(text, 1), next_boundary(text, first)] == [first, second]
    assert [previous_boundary(text, second), previous_boundary(text, first)] == [first, 1]
    for inside in range(2, first):
        assert (floor(text, inside), ceiling(text, inside)) == (1, first)
        assert truncate(text, inside) == "a"


@given(TEXT, st.integers(-2, 60))
def test_boundaries_match_the_clusters_of_the_whole_text(text: str, position: int) -> None:
    ends = [0]
    for cluster in clusters(text):
        ends.append(ends[-1] + len(cluster))
    place = min(max(position, 0), len(text))
    assert floor(text, position) == max(end for end in ends if end <= place)
    assert ceiling(text, position) == min(end for end in ends if end >= place)
    assert is_boundary(text, place) == (place in ends)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("this is auto's", ["this", "is", "auto's"]),
        ("foto’s én Renée’s", ["foto’s", "én", "Renée’s"]),
        ("e\u0301e\u0301n re\u0301sume\u0301", ["e\u0301e\u0301n", "re\u0301sume\u0301"]),
        ("'quoted' (well-known)", ["'", "quoted", "'", "(", "well", "-", "known", ")"]),
        ("3.14, 1,5 and v1_2", ["3.14", ",", "1,5", "and", "v1_2"]),
        ("wait... what?!", ["wait", "...", "what", "?!"]),
        ("€ 5 → ok", ["€", "5", "→", "ok"]),
        ("日本 テスト", ["日", "本", "テスト"]),
        ("हिन्दी क्षि", ["हिन्दी", "क्षि"]),
        ("한국어 말", ["한국어", "말"]),
        ("🇳🇱🇧🇪 👨‍👩‍👧👍🏽 1️⃣", ["🇳🇱", "🇧🇪", "👨‍👩‍👧", "👍🏽", "1️⃣"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    forwards = []
    position = 0
    while position < len(text):
        end = next_word(text, position)
        forwards.append(text[position:end].strip())
        position = end
    backwards = []
    while position:
        begin = previous_word(text, position)
        backwards.append(text[begin:position].strip())
        position = begin
    assert forwards == words
    assert backwards == words[::-1]


@given(st.text("aB1_.,:;'\" -(€"[:-1], max_size=12))
def test_words_of_plain_text_match_the_library(text: str) -> None:
    assert list(_segments(text)) == list(_unicode_segments(text))


@given(TEXT, st.integers(0, 30))
def test_words_begin_and_end_between_clusters(text: str, position: int) -> None:
    begin, end = previous_word(text, position), next_word(text, position)
    assert is_boundary(text, begin)
    assert is_boundary(text, end)
    assert begin < position or not position
    assert end > position or end == len(text)


@pytest.mark.parametrize("cluster", CLUSTERS.values(), ids=CLUSTERS)
def test_an_ellipsis_cuts_between_clusters(cluster: str) -> None:
    for before in range(12):
        text = clean_line("x" * before + cluster * 20)
        for room in range(1, 20):
            kept = clip(text, room)
            assert len(kept) <= room
            assert kept.endswith("…")
            assert text.startswith(kept[:-1])
            assert is_boundary(text, len(kept) - 1)


def test_an_unparsed_date_is_shown_in_whole_clusters() -> None:
    with pytest.raises(AfspraakError) as error:
        parse_due("x" * 36 + "👨‍👩‍👧" * 9, date(2026, 12, 3))
    assert "x…" in str(error.value)


def test_an_excerpt_begins_and_ends_between_clusters() -> None:
    text = "👨‍👩‍👧" * 30 + "word" + "👨‍👩‍👧" * 30
    hit = Hit(Slug(""), Path(), "", "", None, "notes", 1, "", text, ((150, 154),))
    for before in range(20, 30):
        shown = [piece for piece, _ in hit.excerpt(before, before)]
        assert shown[0] == shown[-1] == "…"
        begin = text.index("".join(shown[1:-1]))
        assert is_boundary(text, begin)
        assert is_boundary(text, begin + len("".join(shown[1:-1])))


def test_initials_are_whole_clusters() -> None:
    assert Partner(MANAGER, "क्षिति 👩‍💻", "manager").initials == "क्षि👩‍💻"


def test_plain_text_never_loads_the_library() -> None:
    code = (
        "import sys, afspraak.data.text.graphemes as g\n"
        "for text in ('plain \\'text\\' it is', 'Zo\\xeb en Ren\\xe9'):\n"
        "    for position in range(len(text)):\n"
        "        g.next_boundary(text, position), g.previous_boundary(text, position)\n"
        "        g.truncate(text, position)\n"
        "g.next_word('auto\\'s of niet', 3), g.previous_word('auto\\'s', 6)\n"
        "assert 'regex' not in sys.modules\n"
        "g.next_boundary('e\\u0301', 0)\n"
        "assert 'regex' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=IMPORT_ROOT, check=True)
