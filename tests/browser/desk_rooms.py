"""What an editor does on the desk's other pages, each thing by mouse or by keys alone, and what comes of it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect
from sqlalchemy import Select, select

from syndicate.storage.tables import (
    accepted_findings,
    articles,
    corrections,
    desk_log,
    desk_sessions,
    editions,
    subscribers,
    subscriptions,
    suppressions,
)
from tests.browser.desk_functions import DeskFunctions
from tests.browser.desk_hands import Hands
from tests.browser.desk_world import READER
from tests.desk_room import PHRASE, SLOT

ROOMS = DeskFunctions()


def values(hands: Hands, query: Select[Any]) -> list[str]:
    with hands.world.room.parts.database.read() as connection:
        return list(connection.execute(query).scalars())


def state(hands: Hands, edition: str) -> str:
    (found,) = values(hands, select(editions.c.state).where(editions.c.id == edition.rpartition("/")[2]))
    return found


def edition(hands: Hands, name: str) -> str:
    """Come to the edition of that name."""
    hands.open(hands.world.editions[name])
    return hands.world.editions[name]


# --- today -----------------------------------------------------------------------------


@ROOMS.looks
def today_leads_on(hands: Hands) -> None:
    hands.open("/")
    hands.press("link", "The Lantern daily")
    expect(hands.page.locator("#stories")).to_be_visible()
    hands.press("link", "Today")
    hands.press("link", "The story of the held")
    hands.page.wait_for_url(f"**{hands.world.editions['held']}")
    hands.press("link", "Today")
    hands.press("link", "The story of no day")
    hands.page.wait_for_url("**/articles/*")
    hands.press("link", "Coming")
    hands.page.wait_for_url("**/coming/**")


# --- articles --------------------------------------------------------------------------


@ROOMS.looks
def find_an_article(hands: Hands) -> None:
    hands.open("/articles")
    hands.write("Words of the headline or the deck", "tide")
    hands.press("button", "Search")
    expect(hands.page.locator(".rows h3")).to_have_text(["The story of the tide"])
    hands.write("Words of the headline or the deck", "")
    hands.choose("State", "held")
    hands.choose("Section", "World")
    hands.choose("Source", "desk")
    hands.tick("With findings")
    hands.press("button", "Search")
    expect(hands.page.locator(".rows h3")).to_have_text(["The story of no day"])
    hands.press("link", "The story of no day")
    hands.sees("Date")


@ROOMS.changes
def accept_what_was_found_in_an_article(hands: Hands) -> None:
    hands.open("/articles?findings=1")
    hands.press("link", "The story of no day")
    hands.press("button", "Accept as it is")
    hands.sees("Accepted as it is")
    assert len(values(hands, select(accepted_findings.c.article_id))) == 1
    hands.unfold("Accepted as it is")
    hands.press("button", "Warn again")
    expect(hands.page.get_by_text("Accepted as it is")).to_have_count(0)


@ROOMS.changes
def withdraw_and_give_back(hands: Hands) -> None:
    hands.open(f"/articles/{hands.world.article('gull')}")
    hands.write("Why, for the editors", "a slip")
    hands.press("button", "Withdraw")
    hands.sees("Withdrawn: page, pictures, feeds and coming mails have lost it.")
    of_it = select(articles.c.status).where(articles.c.title == "The story of the gull")
    assert values(hands, of_it) == ["withdrawn"]
    hands.press("button", "Give back")
    hands.sees("Given back to its readers")
    assert values(hands, of_it) == ["published"]
    hands.press("button", "Mark as updated")
    hands.sees("It shows as updated in feeds.")


@ROOMS.changes
def note_a_correction_and_mail_it(hands: Hands) -> None:
    hands.open(f"/articles/{hands.world.article('closed')}")
    hands.write("What was wrong and what is right, for readers, in the article's language", "It was not closed.")
    hands.tick("The article stays as it is: whoever has it as it is now is told, too")
    hands.press("button", "Note the correction")
    hands.sees("Who had it wrong")
    assert values(hands, select(corrections.c.note)) == ["It was not closed."]
    hands.press("button", "Compose and hold")
    hands.sees("Composed and held.")


# --- editions --------------------------------------------------------------------------


@ROOMS.looks
def find_an_edition(hands: Hands) -> None:
    hands.open("/editions")
    hands.choose("Newsletter", "The evening")
    hands.choose("State", "closed")
    hands.press("button", "Show")
    expect(hands.page.locator(".rows h3")).to_have_text(["The story of the closed"])
    hands.press("link", "The story of the closed")
    hands.unfold("The text part")
    hands.sees("Unsubscribe:")
    expect(hands.page.get_by_role("link", name="The public copy")).to_have_attribute("href", public_copy(hands))


def public_copy(hands: Hands) -> str:
    """Where readers find the edition that is closed."""
    return f"http://127.0.0.1:8080{hands.world.editions['closed']}"


@ROOMS.changes
def compose_now_and_discard(hands: Hands) -> None:
    hands.open("/editions")
    hands.choose("Of which newsletter", "The Lantern daily")
    hands.press("button", "Compose and hold")
    hands.sees("Composed and held.")
    hands.press("button", "Discard")
    hands.sees("Discarded. Nobody got it")


@ROOMS.changes
def compose_a_special_edition(hands: Hands) -> None:
    hands.open("/editions")
    hands.press("link", "Choose the articles")
    for name in ("tide", "ferry"):
        hands.write("Words of the headline or the deck", name)
        hands.press("button", "Search, and keep what is ticked")
        hands.tick(f"The story of the {name}")
    hands.write("Words of the headline or the deck", "")
    hands.press("button", "Search, and keep what is ticked")
    for name in ("gull", "lamp", "gull", "gull"):
        hands.tick(f"The story of the {name}")
    hands.choose("Newsletter", "The evening (nobody wants breaking news)")
    hands.choose("Readers", "All readers")
    hands.write("Subject; without one, the first headline", "A special bell")
    hands.press("button", "Compose and hold")
    hands.sees("Composed and held.")
    expect(hands.page.locator(".rows h3")).to_have_text(
        [f"The story of the {name}" for name in ("tide", "ferry", "lamp", "gull")]
    )
    hands.sees("A special bell")


@ROOMS.changes
def send_now_by_the_number_of_readers(hands: Hands) -> None:
    here = edition(hands, "held")
    hands.write("Type 2", "3")
    hands.press("button", "Send now")
    hands.sees("another number was typed")
    assert state(hands, here) == "held"
    hands.press("link", "Back to where it was tried")
    hands.write("Type 2", "2")
    hands.press("button", "Send now")
    hands.sees("Let go; 2 readers wait for it.")
    assert state(hands, here) == "sending"


@ROOMS.changes
def hold_resume_put_first_and_stop(hands: Hands) -> None:
    here = edition(hands, "sending")
    hands.write("Why", "a slip in the lead")
    hands.press("button", "Hold")
    hands.sees("Held. Nothing more of it leaves")
    assert state(hands, here) == "held"
    hands.press("button", "Resume")
    hands.sees("It goes on")
    assert state(hands, here) == "sending"
    hands.write("Type 2", "2")
    hands.press("button", "Stop for good")
    hands.sees("Stopped. 0 readers have it, 2 never will.")
    assert state(hands, here) == "stopped"
    hands.press("button", "Compose anew")
    hands.sees("Composed and held.")


@ROOMS.looks
def why_an_edition_is_as_it_is(hands: Hands) -> None:
    edition(hands, "closed")
    hands.press("link", "Why it is as it is")
    hands.write("Address", READER)
    hands.press("button", "Explain")
    hands.sees("A recipient:")
    hands.press("link", "The edition")
    hands.press("button", "Send a test")
    hands.sees("A test left for ed@paper.example.")


# --- people, reports, feeds, mails, log --------------------------------------------------


@ROOMS.changes
def find_a_person_end_and_suppress(hands: Hands) -> None:
    hands.open("/people")
    hands.write("Address, or a part of it", "kim@")
    hands.press("button", "Find")
    hands.press("link", READER)
    hands.press("button", "End this subscription")
    expect(hands.page.locator(".rows .tag", has_text="ended")).to_have_count(1)
    assert "ended" in values(hands, select(subscriptions.c.state))
    hands.choose("Why", "complained")
    hands.press("button", "Suppress this address")
    expect(hands.page.get_by_role("button", name="Let it be written to")).to_be_visible()
    assert values(hands, select(suppressions.c.address_key)) == [READER]
    hands.press("button", "Let it be written to")
    expect(hands.page.get_by_role("button", name="Suppress this address")).to_be_visible()


@ROOMS.changes
def erase_a_person(hands: Hands) -> None:
    hands.open("/people?address=kim")
    hands.press("link", READER)
    hands.unfold("Erase this person")
    hands.write(f"To go on, type {READER}", "kim")
    hands.press("button", "Erase for good")
    hands.page.get_by_role("alert").wait_for()
    assert READER in values(hands, select(subscribers.c.address))
    hands.write(f"To go on, type {READER}", READER)
    hands.press("button", "Erase for good")
    hands.sees("The person is forgotten.")
    assert READER not in values(hands, select(subscribers.c.address))


@ROOMS.looks
def read_a_report(hands: Hands) -> None:
    hands.open("/reports")
    hands.press("link", "The evening")
    hands.unfold("The numbers, week by week")
    expect(hands.page.locator("details tbody tr").first).to_be_visible()
    hands.press_at(hands.page.locator(".wide a").first)
    hands.page.wait_for_url("**/editions/*")


@ROOMS.looks
def read_feeds_and_mails(hands: Hands) -> None:
    hands.open("/feeds")
    hands.press("link", "rss.xml")
    hands.sees("<rss")
    hands.press("link", "Outbox")
    hands.press_at(hands.page.locator(".rows h3 a").first)
    with hands.page.expect_download() as taken:
        hands.press("link", "Download the mail")
    assert b"Subject:" in taken.value.path().read_bytes()


@ROOMS.changes
def leave_and_come_in_again(hands: Hands) -> None:
    hands.open(SLOT)
    hands.press("button", "Log out")
    hands.write("Name", "robin")
    assert values(hands, select(desk_sessions.c.digest)) == []
    hands.write("Password", "not this one at all")
    hands.press("button", "Log in")
    hands.sees("Name or password is not right.")
    hands.write("Name", "robin")
    hands.write("Password", PHRASE)
    hands.press("button", "Log in")
    expect(hands.page.get_by_role("button", name="Log out")).to_be_visible()
    hands.press("link", "Log")
    hands.sees("logged out")
    assert "Robin" in values(hands, select(desk_log.c.who))
