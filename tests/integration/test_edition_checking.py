"""``syndicate edition check``: the judge of mails as a person asks it."""

from __future__ import annotations

import shutil

from tests.commands import Invoke, given
from tests.newsroom import CONFIG, Newsroom
from tests.unit.mail.quay import TEMPLATES

FOOTER = "_base/footer.mjml.j2"
#: Stands in front of the first paragraph of the footer.
AT = "<p "


def change_footer(newsroom: Newsroom, added: str) -> str:
    """Give the newsroom templates of its own with something before the footer's first paragraph; where that stands."""
    folder = newsroom.folder / "type"
    if not folder.exists():
        shutil.copytree(TEMPLATES, folder)
        newsroom.configure(CONFIG.replace("{templates}", '"type"'))
    footer = (TEMPLATES / FOOTER).read_text(encoding="utf-8")
    (folder / FOOTER).write_text(footer.replace(AT, f"{added}{AT}", 1), encoding="utf-8")
    at = footer.index(AT)
    return f"{FOOTER}:{footer.count(chr(10), 0, at) + 1}:{at - footer.rfind(chr(10), 0, at)}"


def test_what_would_be_frozen_now_is_judged_and_nothing_is_written(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    place = change_footer(newsroom, '<h4 class="title">Skipped</h4>')
    found = given(invoke, "edition", "check", "daily", code=3)
    assert (found["blocks"], found["warnings"]) == (0, 1)
    [edition] = found["editions"]
    assert (edition["newsletter"], edition["edition"]) == ("daily", None)
    [finding] = edition["findings"]
    assert (finding["severity"], finding["code"], finding["where"]) == ("warn", "heading-skipped", place)
    assert given(invoke, "edition", "list") == {"editions": []}
    code, out, _ = invoke("edition", "check")
    assert code == 3
    assert out.splitlines()[0].startswith(f"warn: {place}: <h4> follows <h2>")


def test_what_must_not_be_sent_is_told_whole(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    place = change_footer(newsroom, '<a href="/here" class="quiet tap">here</a>')
    found = given(invoke, "edition", "check", "daily", code=65)
    told = [(finding["severity"], finding["code"]) for finding in found["editions"][0]["findings"]]
    assert told == [("block", "link-not-absolute"), ("warn", "link-vague")]
    assert found["editions"][0]["findings"][1]["where"] == place


def test_a_frozen_edition_is_judged_by_its_own_bytes(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    place = change_footer(newsroom, '<h4 class="title">Skipped</h4>')
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    judged = given(invoke, "edition", "check", edition_id, code=3)["editions"][0]
    assert [finding["where"] for finding in judged["findings"]] == [place]
    assert not judged["is_as_frozen"]
    change_footer(newsroom, "")
    judged = given(invoke, "edition", "check", edition_id, code=3)["editions"][0]
    assert [finding["where"] for finding in judged["findings"]] == [place]
    assert judged["is_as_frozen"]
    assert invoke("edition", "check", "nothing")[0] == 1
