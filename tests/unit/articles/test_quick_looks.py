"""The quick looks before costly patterns: they never pass over what the pattern itself would find."""

import re
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from syndicate.articles.formats.furniture.boilerplate import label_of, labelled
from syndicate.articles.formats.media.arrays import _COLON
from syndicate.articles.review.dates import _DATED, _DATED_BY, _PERIOD, _periods, _years
from syndicate.articles.review.words import (
    _DOUBLED,
    _FILLER,
    _GLUED,
    _LOOSE,
    _MARKS,
    _SMALL_WORDS,
    _are_paired,
    _doubled,
    _glued,
    _have_odd_marks,
    _leftovers,
    _loose_signs,
)
from tests.profiles import effort

_PIECES = (
    *(
        "the ",
        "the",
        " the",
        "(the the ",
        "the the)",
        "—für für",
        "é",
        "\u203c",
        "so-",
        "’s ",
        "a ",
        "[x y=&quot;z&quot;]",
        "{{ ",
        " }}",
        "&amp;",
        "<b ",
        ">",
        "very very ",
        "of of, ",
        "had\nhad ",
        "und\n\nund ",
        "e.g. ",
        "U.S.A ",
        "www.Dear.it ",
    ),
    *(
        "end.The ",
        "so!Now ",
        "é.É t",
        "why?O’Neil ",
        " , ",
        "word . ",
        "word ,",
        "\n\n",
        "\n",
        ". ",
        "“",
        "”",
        '"',
        '6"',
        "«",
        "»",
        "„",
    ),
    *(
        "lorem ipsum",
        "Lorem IPSUM ",
        "loreM \u0130psum",
        "lorem ip\u017fum ",
        "Sunday, October 5, 2025",
        "MONDAY the 1st of May 2024 ",
    ),
    *(
        "xsunday 5 June 1999",
        "friday 13 june 20251",
        "in 2019",
        "by the 2031 ",
        "second half of the 2030",
        "20 in 1999-2000 ",
        "early\u00a02011",
    ),
    *('"id": ', "”\t:", ";:", ": ", '" :', "a:b", "lower case ", "Ferry ", "x", "7", " "),
)
_TEXTS = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=30).map("".join)
# White space as it is in the text of a draft.
_DRAFT_TEXTS = _TEXTS.map(lambda text: re.sub(r"[^\S\n]+", " ", text))
_ENDS = frozenset('"“”;')


def _spans(places: object) -> list[tuple[int, int]]:
    return [(start, end) for _, start, end in places]  # type: ignore[attr-defined]


@given(_TEXTS)
@effort(3)
def test_a_look_from_the_sign_finds_what_the_pattern_finds(text: str) -> None:
    assert _spans(_glued(text)) == [match.span() for match in _GLUED.finditer(text)]
    assert _spans(_loose_signs(text)) == [match.span() for match in _LOOSE.finditer(text)]
    filler = [place for place in _leftovers(text) if "filler" in place[0]]
    assert _spans(filler) == [match.span() for match in _FILLER.finditer(text)]
    quick = any(pattern.search(text) for pattern in _DATED_BY)
    assert quick or _DATED.search(text) is None


@given(_DRAFT_TEXTS)
@example("the the")
@example("had\n\nhad, and (the the)")
@example("once—the the, or")
@example("“für für”")
@example("2×the the÷2")
@example("é the the§")
@example("‼the the¼")
@effort(3)
def test_a_word_that_stands_twice_is_seen_wherever_it_stands(text: str) -> None:
    found = [match.span() for match in _DOUBLED.finditer(text) if match[1] in _SMALL_WORDS and "\n" not in match[0]]
    assert _spans(_doubled(text)) == found


@given(_TEXTS)
@example("[caption title=&quot;x&quot;] <a href='{{x}}'> {{&nbsp;}} {{ <b }} >")
@effort(3)
def test_no_two_leftovers_lie_over_one_another(text: str) -> None:
    spans = _spans(_leftovers(text))
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@given(_TEXTS)
@effort(3)
def test_paired_marks_leave_no_paragraph_with_an_odd_one(text: str) -> None:
    odd = [len(_MARKS.findall(one)) % 2 == 1 for one in text.split("\n\n")]
    assert _have_odd_marks(text) == odd
    assert not (_are_paired(text) and any(odd))


@given(_DRAFT_TEXTS)
@effort(3)
def test_every_period_is_found_from_its_year(text: str) -> None:
    found = [match.span() for match in _periods(text, _years(text))]
    assert found == [match.span() for match in _PERIOD.finditer(text)]


@given(_TEXTS)
@effort(3)
def test_a_colon_behind_a_key_is_seen(text: str) -> None:
    behind = any(part[-2:].rstrip(" \t\xa0")[-1:] in _ENDS for part in text.split(":")[:-1] if part)
    assert (_COLON.search(text) is not None) is behind


@given(st.lists(_TEXTS.filter(lambda text: "\n" not in text) | st.just("© 2025 The Quay" + " x" * 200), max_size=4))
@effort(1.5)
def test_a_page_is_labelled_as_its_lines_are(lines: list[str]) -> None:
    labels = [label_of(line) for line in lines]
    if not any(label.name == "PICTURE" for label in labels):
        assert list(labelled(lines)) == list(zip(lines, labels, strict=True))
