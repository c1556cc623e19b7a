"""Drafts reach the mail: shaped by editors, approved by them, and told to them."""

from __future__ import annotations

import email
import email.policy
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from sqlalchemy import select, update

from syndicate.articles.store import ArticleStore
from syndicate.delivery.carriers.outbox import OutboxCarrier
from syndicate.delivery.freezing import freeze
from syndicate.delivery.model import Stop
from syndicate.digests.drafts.approving import hash_of
from syndicate.digests.drafts.correspondence import Correspondence
from syndicate.digests.drafts.model import DraftWish, Verb
from syndicate.digests.model import EditionState, SlotOutcome
from syndicate.digests.newsletters import Approval, ClockOwner, LateStories, OnSilence
from syndicate.digests.store import EditionStore
from syndicate.digests.variant_store import VariantStore
from syndicate.errors import BadDataError, NotFoundError
from syndicate.images.model import Role
from syndicate.images.rendition_store import RenditionStore
from syndicate.images.store import HeroStore
from syndicate.publishing.steps.tell_editors import TellEditors
from syndicate.storage.tables import choices, drafts, subscriptions
from tests.integration.edition_parts import MORNING, article_of, publish, titles_of, withdraw
from tests.newsroom import dump

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import EmailMessage

    from syndicate.delivery.model import Answer, Mailing, Recipient
    from syndicate.digests.composed import Composed
    from syndicate.digests.drafts.editing import DraftEditing
    from syndicate.digests.drafts.model import Shaped
    from syndicate.digests.drafts.reviewing import DraftReview
    from syndicate.digests.drafts.slots import ComingSlot
    from syndicate.digests.newsletters import Newsletter
    from syndicate.publishing.wiring import Parts
    from syndicate.testing.clock import ManualClock
    from tests.newsroom import Newsroom

NEVER = Event()
TOMORROW = MORNING + timedelta(days=1)
FIRST_WAVE = datetime(2026, 11, 23, 7, tzinfo=UTC)


@dataclass(frozen=True)
class Office:
    """An editor's room: the newsletter, its next slot, and what can be done about it."""

    desk: Newsroom
    parts: Parts
    newsletter: Newsletter

    @property
    def editing(self) -> DraftEditing:
        return self.parts.publisher.editing

    @property
    def slot(self) -> ComingSlot:
        return self.editing.slot(self.newsletter, None, FIRST_WAVE.date())

    def wish(self, verb: Verb, title: str | None = None, value: str | list[str] | None = None) -> Shaped:
        article_id = article_of(self.parts, title) if title else None
        wished = DraftWish(verb=verb, article_id=article_id, value=value)
        return self.editing.shape(self.newsletter, self.slot, [wished], "ann")

    def look(self) -> DraftReview:
        return self.editing.look(self.newsletter, self.slot)

    def approve(self) -> DraftReview:
        return self.editing.approve(self.newsletter, self.slot, "ann")

    def compose(self) -> Composed:
        """What comes of the wave that is due; its deliveries are frozen."""
        composed = self.parts.publisher.composing.compose_due(self.newsletter)
        if composed.edition is None:
            return composed
        freeze(self.parts.database, self.parts.clock, composed.edition.id)
        return replace(composed, edition=self.parts.publisher.edition(composed.edition.id))

    def compose_all(self) -> None:
        """All waves that are due."""
        while self.compose().outcome is not None:
            pass

    def publish(self, *titles: str) -> None:
        publish(self.desk, self.parts, *titles, published=self.parts.clock.now() - timedelta(minutes=5))


@pytest.fixture
def office(desk: Newsroom, parts: Parts) -> Office:
    """The edition of today is decided; that of tomorrow is to come, with two stories."""
    opened = Office(desk, parts, parts.publisher.newsletter("daily"))
    assert opened.compose().outcome is SlotOutcome.EMPTY
    opened.publish("First", "Second")
    return opened


def manual(office: Office, on_silence: OnSilence, **changes: object) -> Office:
    """The same where an approval is wanted, three hours before."""
    approval = Approval(on_silence=on_silence, lead=timedelta(hours=3))
    return replace(office, newsletter=replace(office.newsletter, approval=approval, **changes))  # type: ignore[arg-type]


# --- shaping -------------------------------------------------------------------------


def test_what_is_shown_is_sent_to_the_byte(office: Office, clock: ManualClock) -> None:
    office.wish(Verb.SUBJECT, value="My subject")
    office.wish(Verb.PREHEADER, value="My preheader")
    office.wish(Verb.INTRODUCTION, value="Good *morning*, {{reader}}.\n\n- [one](https://example.org/)\n\n---")
    office.wish(Verb.LEAD, "First")
    review = office.look()
    shown = office.editing.reviewing.set_in_type(review)
    assert shown is not None
    assert review.shaped.row is not None
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert edition.id == review.shaped.row.edition_id
    with office.parts.database.read() as connection:
        sent = EditionStore(connection).rendering(edition.id)
    assert sent is not None
    assert (sent.subject, sent.preheader) == ("My subject", "My preheader")
    assert (sent.html, sent.text) == (shown.rendering.html, shown.rendering.text)
    assert "<em>morning</em>" in sent.html
    assert "Good morning" in sent.text
    assert titles_of(office.parts, edition.id) == ["First", "Second"]


def test_a_subject_and_a_preheader_name_what_the_edition_has(office: Office) -> None:
    office.wish(Verb.SUBJECT, value="Now: {lead}")
    office.wish(Verb.PREHEADER, value="{count} stories")
    made = office.editing.reviewing.set_in_type(office.look())
    assert made is not None
    assert made.digest.lead is not None
    assert (made.digest.subject, made.digest.preheader) == (f"Now: {made.digest.lead.headline}", "2 stories")


def test_a_subject_that_cannot_be_filled_is_refused_when_it_is_set(office: Office) -> None:
    with pytest.raises(BadDataError, match="is not known"):
        office.wish(Verb.SUBJECT, value="Now: {leed}")
    assert not office.look().shaped.acts


def test_an_introduction_stands_above_the_lead(office: Office) -> None:
    office.wish(Verb.INTRODUCTION, value="Good morning.")
    made = office.editing.reviewing.set_in_type(office.look())
    assert made is not None
    _, _, column = made.rendering.html.partition("</head>")
    assert column.index("Good morning.") < column.index("Second</a></h1>")
    assert made.rendering.text.index("Good morning.") < made.rendering.text.index("Second")


def test_a_dropped_story_is_in_no_mail_and_stays_on_its_page(office: Office, clock: ManualClock) -> None:
    office.wish(Verb.DROP, "Second")
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert titles_of(office.parts, edition.id) == ["First"]
    clock.advance(timedelta(days=1))
    assert office.compose().outcome is SlotOutcome.EMPTY
    with office.parts.database.read() as connection:
        assert ArticleStore(connection).is_public(article_of(office.parts, "Second"), clock.now())


def test_a_held_draft_becomes_a_held_edition_with_its_deliveries(office: Office, clock: ManualClock) -> None:
    office.wish(Verb.HOLD, value="the lead is not confirmed")
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert (edition.state, edition.held_because) == (EditionState.HELD, "the lead is not confirmed")
    assert office.parts.publisher.audience(edition.id) == 2


def test_an_undone_act_does_nothing_and_stays_in_writing(office: Office, clock: ManualClock) -> None:
    office.wish(Verb.SUBJECT, value="Mine")
    office.editing.undo(office.newsletter, office.slot, "bo")
    (act,) = office.look().shaped.acts
    assert (act.who, act.undone_by) == ("ann", "bo")
    with pytest.raises(NotFoundError, match="nothing to undo"):
        office.editing.undo(office.newsletter, office.slot, "bo")
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert edition.subject == "Second"


def test_of_two_editors_the_second_sees_both_texts(office: Office) -> None:
    seen = office.look().shaped.row
    assert seen is not None
    office.wish(Verb.SUBJECT, value="Ann's")
    late = DraftWish(verb=Verb.SUBJECT, value="Bo's")
    with pytest.raises(BadDataError) as refused:
        office.editing.shape(office.newsletter, office.slot, [late], "bo", seen.version)
    assert refused.value.code == "draft-changed"
    assert "ann" in refused.value.message
    assert "“Ann's”" in refused.value.message
    assert "“Bo's”" in refused.value.message
    assert office.look().shaped.shape.subject == "Ann's"
    office.editing.shape(office.newsletter, office.slot, [late], "bo", seen.version + 1)
    assert office.look().shaped.shape.subject == "Bo's"


def test_of_two_editors_in_the_same_moment_one_is_heard(office: Office) -> None:
    seen = office.look().shaped.row
    assert seen is not None

    def act(who: str) -> str:
        wish = DraftWish(verb=Verb.SUBJECT, value=who)
        try:
            office.editing.shape(office.newsletter, office.slot, [wish], who, seen.version)
        except BadDataError as error:
            return error.code
        return "heard"

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(act, ("ann", "bo", "cy", "dee")))
    assert answers == ["draft-changed"] * 3 + ["heard"]
    assert len(office.look().shaped.acts) == 1


def test_several_wishes_are_granted_all_or_none(office: Office) -> None:
    wishes = [DraftWish(verb=Verb.SUBJECT, value="Mine"), DraftWish(verb=Verb.LEAD, article_id="nobody")]
    with pytest.raises(NotFoundError, match="nobody"):
        office.editing.shape(office.newsletter, office.slot, wishes, "ann")
    assert office.look().shaped.acts == ()


def test_after_its_last_wave_nothing_of_a_draft_can_be_changed(office: Office, clock: ManualClock) -> None:
    slot = office.slot
    clock.set(TOMORROW)
    with pytest.raises(BadDataError) as refused:
        office.editing.shape(office.newsletter, slot, [DraftWish(verb=Verb.SUBJECT, value="Late")], "ann")
    assert refused.value.code == "draft-over"


def test_what_a_person_composes_for_the_slot_has_its_shape(office: Office, clock: ManualClock) -> None:
    office.wish(Verb.SUBJECT, value="Mine")
    office.wish(Verb.DROP, "Second")
    clock.set(datetime(2026, 11, 23, 5, tzinfo=UTC))
    _, made = office.parts.publisher.composing.by_hand.draft(office.newsletter)
    assert made is not None
    assert made.digest.subject == "Mine"
    edition = office.parts.publisher.compose_by_hand(office.newsletter).edition
    assert edition is not None
    assert titles_of(office.parts, edition.id) == ["First"]
    assert office.parts.publisher.open_edition(edition.id).planned == 2


def test_a_slot_that_is_decided_once_more_gets_another_id(office: Office, clock: ManualClock) -> None:
    office.look()
    clock.set(TOMORROW)
    first = office.compose().edition
    office.publish("Third")
    assert office.parts.publisher.reopen("daily", "2026-11-23")
    second = office.compose().edition
    assert first is not None
    assert second is not None
    assert first.id != second.id


# --- pictures --------------------------------------------------------------------------


@pytest.fixture
def illustrated(office: Office) -> Office:
    """The second story has two pictures of its own."""
    for name, colour in (("wide.jpg", (24, 60, 92)), ("other.jpg", (160, 40, 40))):
        image = Image.new("RGB", (1600, 1200), colour)
        image.paste((250, 250, 250), (0, 0, 400, 300))
        image.save(office.desk.folder / "articles" / name, quality=80)
    at = f"{MORNING - timedelta(minutes=4):%Y-%m-%dT%H:%M:%SZ}"
    words = "The pictures of the harbour hang in the town hall until Sunday, and everybody may see them. " * 4
    text = f"---\ntitle: Pictured\ndate: {at}\n---\n\n{words}\n\n![One](wide.jpg)\n\n{words}\n\n![Two](other.jpg)\n"
    office.desk.write_article("pictured.md", text)
    office.parts.publisher.collect()
    return office


def lead_picture(office: Office) -> str:
    made = office.editing.reviewing.set_in_type(office.look())
    assert made is not None
    picture = made.content.stories[0].as_lead.picture
    assert picture is not None
    assert picture.size, "the judge weighs it"
    return picture.url


@pytest.mark.parametrize("wished", [("other.jpg", None), (None, (1, 1)), ("other.jpg", (1, 1))])
def test_another_picture_or_another_part_of_it_is_made_before_the_edition_leaves(
    illustrated: Office, clock: ManualClock, wished: tuple[str | None, tuple[int, int] | None]
) -> None:
    office = illustrated
    usual, article_id = lead_picture(office), article_of(office.parts, "Pictured")
    wish = office.editing.picture(article_id, *wished)
    office.editing.shape(office.newsletter, office.slot, [wish], "ann")
    shown = lead_picture(office)
    assert shown != usual
    name = office.parts.links.media_name(shown)
    assert name is not None
    assert office.parts.media_shelf.size(name)
    with office.parts.database.read() as connection:
        assert RenditionStore(connection).is_public(name, clock.now())
        own = HeroStore(connection).of([article_id])[article_id].rendition(Role.LEAD)
    assert own is not None
    assert office.parts.links.media(own.name) == usual  # page and feeds keep theirs
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    with office.parts.database.read() as connection:
        sent = EditionStore(connection).rendering(edition.id)
    assert sent is not None
    assert shown in sent.html
    assert office.parts.publisher.edition_pictures.missing(edition.id) is None


def test_a_wish_for_a_picture_is_taken_back_by_undoing_it(illustrated: Office) -> None:
    office = illustrated
    usual = lead_picture(office)
    wish = office.editing.picture(article_of(office.parts, "Pictured"), "other.jpg", None)
    office.editing.shape(office.newsletter, office.slot, [wish], "ann")
    office.editing.undo(office.newsletter, office.slot, "ann")
    assert lead_picture(office) == usual


def test_a_picture_that_the_article_has_not_is_refused_with_those_that_it_has(illustrated: Office) -> None:
    with pytest.raises(NotFoundError) as refused:
        illustrated.editing.picture(article_of(illustrated.parts, "Pictured"), "https://example.org/x.jpg", None)
    assert refused.value.code == "image-unknown"
    assert "other.jpg" in (refused.value.hint or "")


# --- waves ---------------------------------------------------------------------------


@pytest.fixture
def waves(office: Office) -> Office:
    """Ann reads in Kiritimati, Bo in Pago Pago; both at seven on their own clocks, and have had what was due."""
    rows = []
    with office.parts.database.write() as connection:
        for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
            base = connection.execute(select(choices)).mappings().first()
            assert base is not None
            row = {name: value for name, value in base.items() if name != "id"}
            own = {"time_zone": zone, "at": "07:00", "fingerprint": zone}
            statement = choices.insert().values(row | own).returning(choices.c.id)
            rows.append(connection.execute(statement).scalar_one())
        keys = connection.execute(select(subscriptions.c.key).order_by(subscriptions.c.key)).scalars().all()
        for key, choice in zip(keys, rows, strict=True):
            connection.execute(update(subscriptions).where(subscriptions.c.key == key).values(choice_id=choice))
    opened = replace(office, newsletter=replace(office.newsletter, clock=ClockOwner.READER))
    opened.compose_all()
    opened.publish("Third", "Fourth")
    return opened


def test_an_edit_after_the_first_wave_reaches_the_later_ones_alone(waves: Office, clock: ManualClock) -> None:
    slot = waves.slot
    assert slot.first_wave_at == datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert waves.editing.later_readers(waves.newsletter, slot) == 2
    waves.wish(Verb.SUBJECT, value="Early")
    clock.set(slot.first_wave_at + timedelta(minutes=1))
    early = waves.compose().edition
    assert early is not None
    assert early.subject == "Early"
    assert waves.editing.later_readers(waves.newsletter, slot) == 1
    waves.wish(Verb.SUBJECT, value="Late")
    with pytest.raises(BadDataError) as refused:
        waves.wish(Verb.HOLD)
    assert refused.value.code == "draft-under-way"
    clock.set(slot.last_wave_at + timedelta(minutes=1))
    waves.compose_all()
    with waves.parts.database.read() as connection:
        store = VariantStore(connection)
        said = [store.rendering(key) for key in sorted(store.keys(early.id))]
    assert [each.subject for each in said if each] == ["Early", "Late"]
    with pytest.raises(BadDataError, match="last wave"):
        waves.wish(Verb.SUBJECT, value="Too late")


# --- approval ------------------------------------------------------------------------


def test_without_approval_an_edition_goes_where_silence_sends(office: Office, clock: ManualClock) -> None:
    clock.set(TOMORROW)
    edition = manual(office, OnSilence.SEND).compose().edition
    assert edition is not None
    assert edition.state is EditionState.SENDING


def test_without_approval_an_edition_is_held_where_silence_holds(office: Office, clock: ManualClock) -> None:
    clock.set(TOMORROW)
    edition = manual(office, OnSilence.HOLD).compose().edition
    assert edition is not None
    assert edition.state is EditionState.HELD
    assert edition.held_because == "nobody approved it before its first wave"
    assert office.parts.publisher.audience(edition.id) == 2


def test_without_approval_a_slot_is_skipped_where_silence_skips_and_its_stories_come_with_the_next(
    office: Office, clock: ManualClock
) -> None:
    office = manual(office, OnSilence.SKIP)
    clock.set(TOMORROW)
    skipped = office.compose()
    assert (skipped.outcome, skipped.edition) == (SlotOutcome.SKIPPED, None)
    assert "nobody approved it" in skipped.notice
    clock.advance(timedelta(days=1))
    edition = replace(office, newsletter=replace(office.newsletter, approval=None)).compose().edition
    assert edition is not None
    assert titles_of(office.parts, edition.id) == ["Second", "First"]


@pytest.mark.parametrize("on_silence", list(OnSilence))
def test_an_approved_edition_goes(office: Office, clock: ManualClock, on_silence: OnSilence) -> None:
    office = manual(office, on_silence)
    assert office.approve().is_approved
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert edition.state is EditionState.SENDING


def test_a_new_story_voids_an_approval_where_late_stories_join(office: Office, clock: ManualClock) -> None:
    office = manual(office, OnSilence.HOLD)
    office.approve()
    office.publish("Third")
    (change,) = office.look().changes or ()
    assert change.startswith("new: Third")
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert edition.held_because is not None
    assert edition.held_because.startswith("it is not what was approved: new: Third")


def test_an_approval_fixes_the_cut_where_late_stories_wait(office: Office, clock: ManualClock) -> None:
    office = manual(office, OnSilence.HOLD, late_stories=LateStories.WAIT)
    office.approve()
    office.publish("Third")
    assert office.look().is_approved
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert edition.state is EditionState.SENDING
    assert titles_of(office.parts, edition.id) == ["Second", "First"]
    clock.advance(timedelta(days=1))
    following = replace(office, newsletter=replace(office.newsletter, approval=None)).compose().edition
    assert following is not None
    assert titles_of(office.parts, following.id) == ["Third"]


def test_a_changed_a_withdrawn_story_and_a_wish_void_an_approval(office: Office) -> None:
    office = manual(office, OnSilence.HOLD, late_stories=LateStories.WAIT)
    office.approve()
    office.wish(Verb.SUBJECT, value="Mine")
    assert office.look().changes == ("subject: none → “Mine”",)
    office.approve()
    text = dump("First", published=MORNING - timedelta(minutes=5)).replace("First", "First, corrected")
    office.desk.write_article("First.txt", text)
    office.parts.publisher.collect()
    (change,) = office.look().changes or ()
    assert change.startswith("changed: First, corrected")
    office.approve()
    withdraw(office.parts, "Second")
    (change,) = office.look().changes or ()
    assert change.startswith("gone: Second")


def test_who_approves_what_they_saw_is_told_when_it_is_something_else(office: Office) -> None:
    office = manual(office, OnSilence.HOLD)
    with pytest.raises(BadDataError) as refused:
        office.editing.approve(office.newsletter, office.slot, "ann", "0123456789ab")
    assert refused.value.code == "draft-changed"
    assert not office.look().is_approved


def test_a_story_that_was_dropped_alone_comes_with_no_later_edition_unless_it_is_pinned(
    office: Office, clock: ManualClock
) -> None:
    for title in ("First", "Second"):
        office.wish(Verb.DROP, title)
    clock.set(TOMORROW)
    assert office.compose().outcome is SlotOutcome.EMPTY
    clock.advance(timedelta(days=1))
    assert office.compose().outcome is SlotOutcome.EMPTY
    clock.advance(timedelta(hours=1))
    slot = office.editing.slot(office.newsletter)
    pinned = DraftWish(verb=Verb.PIN, article_id=article_of(office.parts, "First"))
    office.editing.shape(office.newsletter, slot, [pinned], "ann")
    clock.advance(timedelta(days=1))
    edition = office.compose().edition
    assert edition is not None
    assert titles_of(office.parts, edition.id) == ["First"]


@pytest.mark.parametrize("length", [0, 1, 7])
def test_too_little_of_a_hash_approves_nothing(office: Office, length: int) -> None:
    office = manual(office, OnSilence.HOLD)
    publish(office.desk, office.parts, "Third")
    shown = hash_of(office.look().content)
    with pytest.raises(BadDataError, match="too little of a hash"):
        office.editing.approve(office.newsletter, office.slot, "ann", shown[:length])
    assert not office.look().is_approved
    assert office.editing.approve(office.newsletter, office.slot, "ann", shown[:8]).is_approved


def test_a_newsletter_that_goes_by_itself_wants_no_approval(office: Office) -> None:
    with pytest.raises(BadDataError) as refused:
        office.approve()
    assert refused.value.code == "approval-unneeded"


def test_a_story_that_joins_a_later_wave_wants_an_approval_of_its_own(waves: Office, clock: ManualClock) -> None:
    office, slot = manual(waves, OnSilence.HOLD), waves.slot
    office.approve()
    clock.set(slot.first_wave_at + timedelta(minutes=1))
    early = office.compose().edition
    assert early is not None
    assert early.state is EditionState.SENDING
    office.publish("Fifth")
    clock.set(slot.last_wave_at + timedelta(minutes=1))
    office.compose_all()
    held = office.parts.publisher.edition(early.id)
    assert held.state is EditionState.HELD
    assert "new: Fifth" in (held.held_because or "")


def test_where_late_stories_wait_an_approval_holds_for_all_waves(waves: Office, clock: ManualClock) -> None:
    office, slot = manual(waves, OnSilence.HOLD, late_stories=LateStories.WAIT), waves.slot
    office.approve()
    clock.set(slot.first_wave_at + timedelta(minutes=1))
    early = office.compose().edition
    assert early is not None
    office.publish("Fifth")
    clock.set(slot.last_wave_at + timedelta(minutes=1))
    office.compose_all()
    assert office.parts.publisher.edition(early.id).state is EditionState.SENDING
    assert titles_of(office.parts, early.id) == ["Fourth", "Third"]


# --- letters -------------------------------------------------------------------------


class Interrupted(Exception):  # noqa: N818 - a process that was killed raises nothing
    """The process ends here."""


class TornCarrier(OutboxCarrier):
    """An outbox whose process ends while it hands over: before the file is written, or after it."""

    def __init__(self, folder: Path, *, is_written: bool) -> None:
        super().__init__(folder)
        self.is_written = is_written

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        if self.is_written:
            super().carry(mailing, recipients)
        raise Interrupted


class FullCarrier(OutboxCarrier):
    """An outbox that takes nothing for now."""

    def carry(self, mailing: Mailing, recipients: Sequence[Recipient]) -> list[Answer]:
        del mailing
        return [Stop(reason="the disk is full")] * len(recipients)


def teller(office: Office, carrier: OutboxCarrier, *editors: str) -> TellEditors:
    publisher, database, clock = office.parts.publisher, office.parts.database, office.parts.clock
    return TellEditors(
        newsletters=(office.newsletter,),
        database=database,
        clock=clock,
        correspondence=Correspondence(
            database=database,
            clock=clock,
            reviewing=publisher.composing.reviewing,
            editors=editors or ("desk@example.org",),
        ),
        carrier=carrier,
    )


def letters_in(folder: Path) -> list[EmailMessage]:
    paths = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
    return [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in paths]


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def test_letters_come_when_the_draft_is_ready_and_twice_before_it_leaves(
    office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    office = manual(office, OnSilence.HOLD, zone=ZoneInfo("Europe/Berlin"))
    first_wave = office.slot.first_wave_at
    step = teller(office, OutboxCarrier(tmp_path))
    counts = []
    for before in (200, 180, 179, 61, 60, 59, 16, 15, 14, 1):
        clock.set(first_wave - timedelta(minutes=before))
        counts.append(step.run(NEVER).submitted)
    assert counts == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0]
    letters = letters_in(tmp_path)
    assert [str(letter["To"]) for letter in letters] == ["desk@example.org"] * 3
    for letter in letters:
        text = text_of(letter)
        assert "2026-11-23 07:00 Europe/Berlin (2026-11-23 06:00 UTC)" in text
        assert "Subject: Second" in text
        assert "- First" in text
        assert "syndicate edition draft approve daily --cadence daily --slot 2026-11-23 --hash " in text
        assert letter["List-Unsubscribe"] is None


def test_the_hash_of_a_letter_approves_what_it_shows(office: Office, clock: ManualClock, tmp_path: Path) -> None:
    office = manual(office, OnSilence.HOLD)
    clock.set(FIRST_WAVE - timedelta(hours=2))
    teller(office, OutboxCarrier(tmp_path)).run(NEVER)
    (letter,) = letters_in(tmp_path)
    shown = text_of(letter).partition("--hash ")[2].split()[0]
    assert office.editing.approve(office.newsletter, office.slot, "ann", shown).is_approved


def test_who_has_approved_gets_no_letter_until_that_is_void_and_then_the_difference(
    office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    office = manual(office, OnSilence.HOLD)
    step = teller(office, OutboxCarrier(tmp_path))
    office.approve()
    clock.set(FIRST_WAVE - timedelta(minutes=50))
    assert step.run(NEVER).submitted == 0
    office.publish("Third")
    assert step.run(NEVER).submitted == 1
    (letter,) = letters_in(tmp_path)
    assert "void" in text_of(letter)
    assert "- new: Third" in text_of(letter)


def test_each_editor_gets_each_letter_once_from_however_many_processes(
    office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    office = manual(office, OnSilence.HOLD)
    clock.set(FIRST_WAVE - timedelta(minutes=50))
    editors = ("desk@example.org", "night@example.org")
    counts = [teller(office, OutboxCarrier(tmp_path), *editors).run(NEVER).submitted for _ in range(3)]
    assert counts == [2, 0, 0]
    assert {str(letter["To"]) for letter in letters_in(tmp_path)} == set(editors)


@pytest.mark.parametrize("is_written", [True, False])
def test_a_letter_whose_process_was_killed_is_there_once(
    office: Office, clock: ManualClock, tmp_path: Path, *, is_written: bool
) -> None:
    office = manual(office, OnSilence.HOLD)
    clock.set(FIRST_WAVE - timedelta(minutes=50))
    with pytest.raises(Interrupted):
        teller(office, TornCarrier(tmp_path, is_written=is_written)).run(NEVER)
    for _ in range(2):
        teller(office, OutboxCarrier(tmp_path)).run(NEVER)
    assert len(letters_in(tmp_path)) == 1


def test_a_letter_that_the_carrier_did_not_take_is_tried_again(
    office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    office = manual(office, OnSilence.HOLD)
    clock.set(FIRST_WAVE - timedelta(minutes=50))
    assert teller(office, FullCarrier(tmp_path)).run(NEVER).waiting_because == "the disk is full"
    assert teller(office, OutboxCarrier(tmp_path)).run(NEVER).submitted == 1


class Forgetful(OutboxCarrier):
    """A carrier that cannot be asked what became of a mail, as SES cannot."""

    def settle(self, delivery_id: str) -> Answer | None:  # type: ignore[override]
        del delivery_id
        return None


def test_a_letter_in_doubt_is_not_repeated_where_nobody_knows_whether_it_left(
    office: Office, clock: ManualClock, tmp_path: Path
) -> None:
    office = manual(office, OnSilence.HOLD)
    clock.set(FIRST_WAVE - timedelta(minutes=50))
    with pytest.raises(Interrupted):
        teller(office, TornCarrier(tmp_path, is_written=False)).run(NEVER)
    assert teller(office, Forgetful(tmp_path)).run(NEVER).submitted == 0
    with office.parts.database.read() as connection:
        (told,) = connection.execute(select(drafts.c.told)).scalars()
    assert told == {"t-60": {"desk@example.org": "uncertain"}}


@pytest.mark.parametrize(("on_silence", "count"), [(OnSilence.SEND, 0), (OnSilence.HOLD, 1), (OnSilence.SKIP, 1)])
def test_editors_are_told_once_what_became_of_an_edition_without_approval(
    office: Office, clock: ManualClock, tmp_path: Path, on_silence: OnSilence, count: int
) -> None:
    office = manual(office, on_silence)
    clock.set(TOMORROW)
    composed = office.compose()
    step = teller(office, OutboxCarrier(tmp_path))
    assert [step.run(NEVER).submitted for _ in range(2)] == [count, 0]
    for letter in letters_in(tmp_path):
        held = f"syndicate edition resume {composed.edition.id}" if composed.edition else "was skipped"
        assert held in text_of(letter)


def test_where_no_approval_is_wanted_nobody_gets_a_letter(office: Office, clock: ManualClock, tmp_path: Path) -> None:
    clock.set(FIRST_WAVE - timedelta(minutes=10))
    assert teller(office, OutboxCarrier(tmp_path)).run(NEVER).submitted == 0
    clock.set(TOMORROW)
    edition = office.compose().edition
    assert edition is not None
    assert edition.state is EditionState.SENDING
    with office.parts.database.read() as connection:
        assert connection.execute(select(drafts)).first() is None
