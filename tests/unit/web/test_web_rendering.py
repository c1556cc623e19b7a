from __future__ import annotations

import base64
import hashlib
from importlib import resources
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from syndicate.web.http.headers import desk_policy, mail_policy, page_policy
from syndicate.web.rendering import icon, render, script, style

PAGES = resources.files("syndicate.web") / "pages"
NAMES = sorted([*(one.name for one in PAGES.iterdir()), *(f"desk/{one.name}" for one in (PAGES / "desk").iterdir())])


def test_every_template_and_sheet_is_in_the_package() -> None:
    assert {"base.html.j2", "article.html.j2", "desk/base.html.j2", "tokens.css", "page.css"} <= set(NAMES)
    assert not [name for name in NAMES if not name.endswith((".j2", ".css", ".js")) and name != "desk"]


def test_a_page_with_a_script_lets_exactly_that_one_run() -> None:
    digest = base64.b64encode(hashlib.sha256(str(script("zone").text).encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page_policy("page form", runs="zone")
    assert "script-src" not in page_policy("page form")


@pytest.mark.parametrize("sheet", ["page", "desk/desk"])
def test_the_policy_lets_exactly_our_sheet_through(sheet: str) -> None:
    digest = base64.b64encode(hashlib.sha256(str(style(sheet).text).encode()).digest()).decode()
    policy = page_policy("page") if sheet == "page" else desk_policy(sheet)
    assert f"style-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert ("script-src" in policy) == (sheet != "page")


def test_styles_are_small_enough_to_travel_in_every_page() -> None:
    assert len(style("page").text.encode()) < 8_000


def test_a_value_that_nobody_gave_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("notice.html.j2", "page", notice={"title": "a", "text": "b"}, status=404)


def test_the_mark_is_the_first_letter_and_nothing_else_of_a_title() -> None:
    assert b">T<" in icon("the Quay")
    assert "نشرة"[0].encode() in icon("نشرة")
    assert b"<script" not in icon("<script>")
    assert "•".encode() in icon("—")


def test_a_mails_pictures_come_from_the_public_site() -> None:
    assert "img-src 'self' https://quay.example:8443;" in mail_policy("https://quay.example:8443/news/media/a.jpg")


def test_what_others_wrote_is_what_the_papers_say() -> None:
    content = (resources.files("syndicate.web") / "vendor" / "htmx.min.js").read_bytes()
    papers = (Path(__file__).parents[3] / "THIRD_PARTY.md").read_text(encoding="utf-8")
    assert f"`htmx.min.js`: `sha256-{hashlib.sha256(content).hexdigest()}`" in papers
