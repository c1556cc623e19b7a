"""Pages of real parts with hostile ones between them: whatever they are, they are read or refused, and at once."""

import html
import re
from datetime import timedelta
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.articles.dates import find_all, read
from syndicate.articles.formats.furniture.boilerplate import cut_tail, label_of
from syndicate.articles.model import Draft, Severity
from syndicate.text.html import Outlet, sanitise
from syndicate.text.plain import clean
from tests.profiles import effort
from tests.unit.articles.article_samples import DATELINE, DECK, LAST, LEAD, SECOND, TITLE, an_array, codes, reading_of
from tests.unit.articles.formats.dump.test_dump_families import LOCALISED

# Far more than any of these takes on the slowest machine, and far less than the square of their length would.
AT_ONCE = settings(deadline=timedelta(seconds=3), suppress_health_check=[HealthCheck.too_slow])

HEADS = st.sampled_from(
    [
        f"Home » World » {TITLE}",
        TITLE,
        DECK,
        "By Ann Reed and Bo Dale",
        f"{DATELINE} - {LEAD}",
        "Published October 9, 2025last updated October 9, 2025",
        " date 2025-10-06 ",
        "05.10.2025",
        "Tag: Ferries",
        *(line for family in LOCALISED.values() for line in family),
    ]
)
BODIES = st.sampled_from(
    [
        LEAD,
        SECOND,
        LAST,
        "A Yard Full Of Cabins",
        "• one",
        an_array(),
        an_array()[:50],
        "Photo: Ann Reed, AP",
        "Image 1 of / 3",
    ]
)
TAILS = st.sampled_from(
    [
        "You may also like",
        "Leave a Comment",
        "Read more",
        "3 thoughts on “x”",
        "Bo says:",
        "Continue reading",
        "Share",
        "___",
    ]
)
HOSTILE = st.sampled_from(
    [
        *(
            "[vc_row",
            "[/vc_row]",
            "[vc_raw_html]QUJD",
            "[caption]",
            "[" * 3000,
            '[{"images":' * 300,
            '[{"images":{"a":"javascript:x"}}]',
        ),
        *(
            "»" * 3000,
            "Home » " * 400,
            "© " * 900,
            "(" * 3000,
            "(Photo: " * 400,
            "a.B" * 900,
            "Getty Images" * 300 + "The",
        ),
        *(
            "1 " * 2000,
            "2025-" * 900,
            "5 x 2025 " * 400,
            "12:" * 900,
            "5 May " * 500 + "2025",
            "٥ أكتوبر ٢٠٢٥" * 99,
            "تشرين " * 500,
        ),
        *(
            "says:\n" * 900,
            "By " * 900,
            "By A, " * 500,
            "Read more:" * 300,
            "Continue reading\n" * 900,
            "Share " * 900,
            "All rights reserved" * 90,
        ),
        *(
            "&lt;b&gt;",
            "&#x110000;" * 300,
            "&amp;" * 900,
            "\u202e",
            "\u0301" * 3000,
            "\ud800",
            "\x00\x0b\x1c",
            "<script>alert(1)</script>",
        ),
        *(
            "{{7*7}}",
            "]]>",
            "=?utf-8?q?a=0D=0ABcc:_v@evil.test?=",
            "’" * 3000,
            "\u3000" * 3000,
            "ſſ 5, 2025",
            "5 İ 2025",
            "x" * 9000,
        ),
    ]
)
PAGES = st.lists(HEADS | BODIES | TAILS | HOSTILE | st.text(max_size=80), max_size=14)


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", html.unescape(clean(text))))


@given(PAGES, st.sampled_from(["\n\n", "\n", " "]))
@AT_ONCE
def test_a_page_of_any_parts_is_read_or_refused(parts: list[str], gap: str) -> None:
    page = gap.join(parts)
    draft = reading_of(page.encode("utf-8", "surrogatepass"))
    assert "unreadable" not in codes(draft)
    is_blocked = any(finding.severity is Severity.BLOCK for finding in draft.findings)
    assert is_blocked or (draft.title and draft.body_text)
    assert sanitise(draft.body_html, Outlet.MAIL) == draft.body_html


@given(PAGES)
@AT_ONCE
def test_nothing_is_said_that_does_not_stand_on_the_page(parts: list[str]) -> None:
    page = "\n\n".join(part for part in parts if part.isprintable())
    draft = reading_of(page.encode("utf-8", "surrogatepass"))
    for text in _texts(draft):
        assert words(text) <= words(page)


def _texts(draft: Draft) -> list[str]:
    names = [author.name for author in draft.authors]
    raws = [time.raw for time in (draft.published, draft.updated, draft.unread) if time is not None]
    return [draft.title or "", draft.deck or "", *draft.sections, *names, *raws, draft.body_text]


@given(st.lists(TAILS | BODIES | HOSTILE | st.text(max_size=60)))
@AT_ONCE
def test_a_tail_is_cut_from_a_body_and_nothing_else_happens_to_it(lines: list[str]) -> None:
    assert cut_tail(lines) == lines[: len(cut_tail(lines))]
    for line in lines:
        label_of(line)


DATE_PARTS = st.sampled_from(
    [
        *("5", "05", "31", "12", "2025", "9999", "0000", "٥", "٢٠٢٥", "१२", "1st", "5.", "1er", "1º"),
        *(
            "October",
            "Mai",
            "mar",
            "août",
            "octubre",
            "жовтня",
            "листопада",
            "أكتوبر",
            "تشرين الأول",
            "كانون",
            "באוקטובר",
            "Auguſt",
        ),
        *(
            " ",
            " ",
            " ",
            "  ",
            ", ",
            "،",
            ".",
            "-",
            "/",
            ":",
            " de ",
            " at ",
            " um ",
            " à ",
            "T",
            "年",
            "月",
            "日",
            "р.",
        ),
        *("15:34", "15h34", "15.34 Uhr", "3:34 pm", "3:34 p. m.", "3:34 م", "24:00", "99:99:99"),
        *(
            "CET",
            "IST",
            "МСК",
            "Z",
            "+01:00",
            "-99:99",
            "GMT+2",
            "(CEST)",
            "Monday",
            "Неділя",
            "الأحد",
            "\u064f",
            "\u0301",
        ),
    ]
)


@given(st.lists(DATE_PARTS, max_size=40).map("".join), st.sampled_from(["en", "de", "uk", "ar", ""]))
@settings(effort(2), deadline=timedelta(seconds=3))
def test_any_pile_of_dates_is_read_or_left_out_in_order(text: str, language: str) -> None:
    behind = 0
    for found in find_all(text):
        assert behind <= found.start < found.end <= len(text)
        behind = found.end
        reading = read(found, ZoneInfo("Europe/Berlin"), {}, language)
        assert (reading.time is None) == (reading.unread is not None)
        assert reading.time is not None or reading.findings
