"""What an editor does with a coming edition, each thing by mouse or by keys alone, and what comes of it."""

from __future__ import annotations

import io
import re

from PIL import Image
from playwright.sync_api import FrameLocator, expect
from sqlalchemy import select

from syndicate.storage.tables import accepted_mail_findings, draft_acts, drafts
from tests.browser.desk_functions import DeskFunctions
from tests.browser.desk_hands import Hands
from tests.browser.desk_world import READER
from tests.desk_room import SLOT

BENCH = DeskFunctions()


def opened(hands: Hands, *stories: str) -> None:
    """The bench; where a story is named, it is the one that keys are about."""
    hands.open(SLOT)
    expect(hands.page.locator("#findings .rows")).to_be_visible()
    for story in stories:
        if not hands.is_mouse:
            for _ in range(1 + places(hands).index(story)):
                hands.page.keyboard.press("j")


def places(hands: Hands) -> list[str]:
    return [head.removeprefix("The story of the ") for head in hands.page.locator(".stories h3").all_inner_texts()]


def stands(hands: Hands, place: int, story: str) -> None:
    expect(hands.page.locator(".stories h3").nth(place)).to_have_text(f"The story of the {story}")


def mail(hands: Hands) -> FrameLocator:
    return hands.page.locator(".frames iframe").first.content_frame


def tone(hands: Hands) -> float:
    """How light the mail is, from 0 to 255."""
    expect(mail(hands).locator("h1, h2").first).to_be_visible()
    picture = Image.open(io.BytesIO(hands.page.locator(".frames iframe").first.screenshot()))
    return float(picture.convert("L").resize((1, 1)).tobytes()[0])


def acts(hands: Hands) -> list[str]:
    """The verbs that are noted of the coming edition."""
    with hands.world.room.parts.database.read() as connection:
        query = select(draft_acts.c.verb).join(drafts, drafts.c.key == draft_acts.c.draft_key)
        here = (drafts.c.newsletter == "daily") & (drafts.c.slot == SLOT.rpartition("/")[2])
        return list(connection.execute(query.where(here).order_by(draft_acts.c.number)).scalars())


# --- shape -----------------------------------------------------------------------------


@BENCH.changes
def pin_and_unpin(hands: Hands) -> None:
    opened(hands, "lamp")
    hands.press("button", "Pin: The story of the lamp", key="p")
    stands(hands, 0, "lamp")
    assert acts(hands) == ["pin"]
    hands.press("button", "Unpin: The story of the lamp", key="p")
    stands(hands, 2, "lamp")


@BENCH.changes
def drop_and_take_up_again(hands: Hands) -> None:
    opened(hands, "tide")
    hands.press("button", "Drop: The story of the tide", key="x")
    hands.sees("dropped from this edition by")
    assert "tide" not in places(hands)
    assert acts(hands) == ["drop"]
    hands.press("button", "Take it up again: The story of the tide")
    stands(hands, 1, "tide")


@BENCH.changes
def lead(hands: Hands) -> None:
    opened(hands, "gull")
    hands.press("button", "Lead: The story of the gull", key="l")
    stands(hands, 0, "gull")
    assert acts(hands) == ["lead"]


@BENCH.changes
def reorder(hands: Hands) -> None:
    opened(hands, "tide")
    if hands.is_mouse:
        stories = hands.page.locator(".stories > li")
        stories.nth(1).drag_to(stories.nth(2))
    else:
        hands.page.keyboard.press("Alt+ArrowDown")
    stands(hands, 2, "tide")
    hands.press("button", "Up: The story of the tide")
    stands(hands, 1, "tide")
    assert acts(hands) == ["order", "order"]


@BENCH.changes
def write_the_texts(hands: Hands) -> None:
    opened(hands)
    hands.write("Subject", "A quiet bell rings over the harbour of the town", leaves=True)
    hands.sees("47 characters; a phone shows about 38")
    expect(hands.page.get_by_label("In the inbox of a phone").locator("del").first).to_be_visible()
    hands.write("Preheader", "And a gull answers", leaves=True)
    expect(hands.page.get_by_label("In the inbox of a phone")).to_contain_text("And a gull answers")
    hands.write("Introduction, in Markdown", "*Good* morning, harbour.", leaves=True)
    expect(mail(hands).get_by_text("morning, harbour")).to_be_visible()
    assert acts(hands) == ["subject", "preheader", "introduction"]


@BENCH.changes
def undo(hands: Hands) -> None:
    opened(hands, "gull")
    hands.press("button", "Pin: The story of the gull", key="p")
    stands(hands, 0, "gull")
    hands.press("button", "Lead: The story of the tide")
    stands(hands, 0, "tide")
    hands.press_at(hands.page.get_by_role("button", name=re.compile("^Undo: ")).last)
    expect(hands.page.locator("#facts del")).to_have_count(1)
    hands.press("button", "Undo the last", key="u")
    expect(hands.page.locator("#facts del")).to_have_count(2)
    stands(hands, 0, "ferry")


@BENCH.changes
def another_picture_and_another_part_of_it(hands: Hands) -> None:
    opened(hands)
    before = mail(hands).locator("img").first.get_attribute("src")
    hands.press("link", "Picture: The story of the ferry")
    hands.press("button", "Show this one")
    hands.sees("another picture, or part of it, for")
    picture = mail(hands).locator("img").first
    expect(picture).not_to_have_attribute("src", before or "")
    shown = picture.get_attribute("src")
    hands.press("link", "Picture: The story of the ferry")
    if hands.is_mouse:
        hands.page.locator("input.focal").click(position={"x": 20, "y": 320})
    else:
        hands.write("From the left, in percent", "3")
        hands.write("From the top, in percent", "95")
        hands.press("button", "Keep this point")
    told = hands.page.locator("#facts .rows del, #facts .rows bdi").nth(1)
    expect(told).to_contain_text("another picture, or part of it, for")
    expect(picture).not_to_have_attribute("src", shown or "")
    hands.press("link", "Picture: The story of the ferry")
    hands.press("button", "Show the article's own again")
    expect(hands.page.locator("#stories")).to_be_visible()
    assert acts(hands) == ["hero", "hero", "hero"]


# --- let go ----------------------------------------------------------------------------


@BENCH.changes
def approve(hands: Hands) -> None:
    opened(hands)
    hands.press("button", "Approve as it is", key="a")
    expect(hands.page.get_by_text(re.compile("^Approved by Robin"))).to_be_visible()
    hands.write("Subject", "Another word", leaves=True)
    expect(hands.page.locator("#stories .changes").first).to_contain_text("Another word")


@BENCH.changes
def hold_and_let_go(hands: Hands) -> None:
    opened(hands)
    hands.unfold("Hold it")
    hands.write("Because", "the harbour office calls back")
    hands.press("button", "Hold")
    hands.sees("It will be held: the harbour office calls back")
    hands.press("button", "Let it go at its hour")
    expect(hands.page.get_by_text("It will be held")).to_have_count(0)
    assert acts(hands) == ["hold", "release"]


@BENCH.looks
def send_to_me(hands: Hands) -> None:
    opened(hands)
    before = len(hands.world.room.newsroom.mails())
    hands.choose("To", "ed@paper.example")
    hands.press("button", "Send a test")
    hands.sees("A test left for ed@paper.example.")
    assert len(hands.world.room.newsroom.mails()) == before + 1


# --- judge -----------------------------------------------------------------------------


@BENCH.changes
def accept_a_finding_and_be_warned_again(hands: Hands) -> None:
    opened(hands)
    findings = hands.page.locator("#findings")
    hands.press_at(findings.get_by_role("button", name="Accept as it is", exact=True).first)
    expect(findings.get_by_text("Accepted as it is")).to_be_visible()
    with hands.world.room.parts.database.read() as connection:
        assert len(connection.execute(select(accepted_mail_findings)).all()) == 1
    hands.press("button", "Pin: The story of the tide")
    stands(hands, 0, "tide")
    expect(findings.get_by_text("Accepted as it is")).to_be_visible()
    hands.unfold("Accepted as it is")
    hands.press_at(findings.get_by_role("button", name="Warn again", exact=True))
    expect(findings.get_by_role("button", name="Accept as it is", exact=True)).to_be_visible()


@BENCH.looks
def be_led_from_a_finding_to_its_words(hands: Hands) -> None:
    opened(hands)
    frame = hands.page.locator(".frames iframe").first.element_handle().content_frame()
    assert frame is not None
    hands.press_at(hands.page.locator("#findings .quote").first)
    frame.wait_for_function("getSelection().toString() || document.images.length")
    hands.press_at(hands.page.locator("#findings .rows a").first)
    expect(hands.page.locator(".source li:target")).to_be_visible()


# --- see -------------------------------------------------------------------------------


@BENCH.looks
def every_view(hands: Hands) -> None:
    opened(hands)
    page = hands.page
    light = tone(hands)
    for key, name in (("d", "Dark"), ("i", "Images off"), ("n", "No style sheet"), ("o", "Outlook, emulated")):
        hands.press("link", name, key=key)
        expect(page.get_by_role("link", name=name, exact=True)).to_have_attribute("aria-current", "true")
        if name == "Dark":
            assert tone(hands) < light / 2
    assert mail(hands).locator("img").first.evaluate("it => it.naturalWidth") == 0
    for key, name, words in (
        ("t", "Text part", "The story of the"),
        ("s", "Source", "<html"),
        ("m", "Whole message", "List-Unsubscribe:"),
    ):
        hands.press("link", name, key=key)
        expect(page.locator("#mail pre")).to_contain_text(words)
    hands.press("link", "Mail", key="h")
    expect(page.locator("iframe.w600")).to_have_count(1)


@BENCH.looks
def every_width(hands: Hands) -> None:
    opened(hands)
    page = hands.page
    hands.press("link", "1200 px", key="]")
    expect(page.locator("iframe.w1200")).to_have_count(1)
    if hands.is_mouse:
        hands.press("link", "600 px")
        expect(page.locator("iframe.w600")).to_have_count(0)
        hands.press("link", "320 px")
        expect(page.locator("iframe.w320")).to_have_count(0)
    else:
        page.keyboard.press("[")
        expect(page.locator("iframe.w600")).to_have_count(1)
        page.keyboard.press("[")
        expect(page.locator("iframe.w320")).to_have_count(1)


@BENCH.looks
def as_a_reader_at_a_moment(hands: Hands) -> None:
    opened(hands)
    hands.write("As the reader", READER)
    hands.press("button", "Look")
    hands.sees("Why, for this reader")
    hands.press("link", "As most get it")
    expect(hands.page.get_by_text("Why, for this reader")).to_have_count(0)
    if hands.is_mouse:
        hands.page.get_by_label("The first from").fill("2026-11-25T12:00")
    else:
        hands.reach(hands.page.get_by_label("The first from"))
        hands.page.keyboard.type("11252026")
        hands.page.keyboard.press("Tab")
        hands.page.keyboard.type("1200PM")
    hands.press("button", "Look")
    hands.page.wait_for_url("**/2026-11-26")


@BENCH.looks
def take_the_message_as_a_file(hands: Hands) -> None:
    opened(hands)
    with hands.page.expect_download() as taken:
        hands.press("link", "The message as a file")
    assert b"List-Unsubscribe:" in taken.value.path().read_bytes()


@BENCH.looks
def be_led_from_the_mail_to_its_story(hands: Hands) -> None:
    opened(hands)
    link = mail(hands).get_by_role("link", name="The story of the tide").first
    if hands.is_mouse:
        link.click()
    else:
        hands.reach(hands.page.locator(".frames figure").first)
        for _ in range(60):
            hands.page.keyboard.press("Tab")
            if link.evaluate("(it) => document.activeElement === it"):
                break
        hands.page.keyboard.press("Enter")
    expect(hands.page.locator(".stories > li").nth(1)).to_be_focused()


@BENCH.looks
def the_keys_and_the_other_editions(hands: Hands) -> None:
    opened(hands)
    if hands.is_mouse:
        hands.unfold("Keys")
    else:
        hands.page.keyboard.press("?")
    expect(hands.page.locator("#keys dl")).to_be_visible()
    hands.press_at(hands.page.locator(".others a").first)
    expect(hands.page.get_by_role("heading", name="The evening")).to_be_visible()
