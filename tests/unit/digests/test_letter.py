from __future__ import annotations

import pytest

from syndicate.digests.letter import LONGEST_LETTER, letter_html


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("<p>One <em>two</em></p>", "<p>One <em>two</em></p>"),
        ('<p>a</p><figure><img src="x.jpg"><figcaption>Cap</figcaption></figure>', "<p>a</p>"),
        (
            "<table><tr><th>Team</th><th>Pts</th></tr><tr><td>A</td><td>3</td></tr></table>",
            "<p>Team · Pts</p><p>A · 3</p>",
        ),
        ("<h5>Small</h5>", "<h4>Small</h4>"),
        ('<p onclick="x">a</p><script>b</script>', "<p>a</p>"),
    ],
)
def test_a_body_is_shown_as_mails_can(body: str, shown: str) -> None:
    assert letter_html(body) == shown


def test_what_is_too_long_for_a_mail_is_not_shown_whole() -> None:
    assert letter_html("<p>word</p>" * (LONGEST_LETTER // 11)) != ""
    assert letter_html("<p>word</p>" * (LONGEST_LETTER // 11 + 1)) == ""
