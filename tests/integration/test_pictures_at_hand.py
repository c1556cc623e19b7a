"""The pictures of an edition are there before its first mail, or the mail does without them, or it waits."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from threading import Event
from typing import TYPE_CHECKING

import pytest

from syndicate.config import load
from syndicate.digests.model import SlotOutcome
from syndicate.digests.store import EditionStore
from syndicate.errors import StorageError, TryLaterError
from syndicate.images.model import HeroState
from syndicate.images.store import HeroStore
from syndicate.mail.pictures import picture_addresses
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.shelf.folder import FolderShelf
from syndicate.web.desk.context import Desk
from tests.editions import said_by
from tests.foreign_host import ForeignHost, http
from tests.newsroom import CONFIG
from tests.unit.web.web_samples import Door, enter, fetch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from syndicate.digests.model import Edition
    from syndicate.images.model import Hero
from tests.newsroom import Newsroom


class BrokenShelf(FolderShelf):
    """A shelf whose store does not answer."""

    def size(self, name: str) -> int | None:
        message = f"s3://quay/media/{name} cannot be read or written: no answer"
        raise StorageError(message, code="shelf-failed", hint="Is the network there?")


@contextmanager
def opened(newsroom: Newsroom) -> Iterator[Parts]:
    with open_parts(load(newsroom.folder / "config.toml", {})) as parts:
        yield parts


def hero(parts: Parts) -> Hero:
    with parts.database.read() as connection:
        (found,) = HeroStore(connection).of(_ids(parts)).values()
    return found


def _ids(parts: Parts) -> list[str]:
    from syndicate.articles.store import ArticleStore

    with parts.database.read() as connection:
        return [one.id for one in ArticleStore(connection).all(parts.clock.now())]


def compose(parts: Parts) -> Edition:
    composed = parts.publisher.compose_due(parts.newsletters[0])
    assert composed.edition is not None
    return composed.edition


def media(newsroom: Newsroom) -> Path:
    return newsroom.folder / "var" / "media"


def desk_page(parts: Parts, edition: Edition) -> str:
    return of_desk(parts, f"/editions/{edition.id}")


def of_desk(parts: Parts, path: str) -> str:
    with Door() as door:
        return fetch(door.url + path, headers=enter(door, Desk(parts))).text


def lose_the_source(newsroom: Newsroom) -> None:
    (newsroom.folder / "articles" / "pictures" / "lamp.jpg").unlink()


def test_a_file_that_is_gone_is_made_anew_before_the_edition_is_frozen(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        before = hero(parts)
        shutil.rmtree(media(newsroom))
        edition = compose(parts)
        assert [parts.media_shelf.size(one.name) for one in before.renditions] == [
            one.size for one in before.renditions
        ]
        assert len(picture_addresses(said_by(parts.database, edition).html)) == 1
        assert edition.findings == ()


def test_a_file_that_is_not_whole_is_made_anew(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        one = hero(parts).renditions[0]
        (media(newsroom) / one.name).write_bytes(b"half of it")
        compose(parts)
        assert parts.media_shelf.size(one.name) == one.size


def test_a_story_whose_picture_cannot_be_had_any_more_is_set_as_text(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        shutil.rmtree(media(newsroom))
        lose_the_source(newsroom)
        edition = compose(parts)
        assert picture_addresses(said_by(parts.database, edition).html) == ()
        assert [finding["code"] for finding in edition.findings] == ["picture-gone"]
        assert edition.findings[0]["quote"] == "The lamp is lit again"
        assert parts.publisher.deliver(Event()).sent[edition.id].submitted == 2


def test_an_edition_waits_while_its_pictures_cannot_be_asked_for(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        unlucky = replace(parts, media_shelf=BrokenShelf(media(newsroom)))
        with pytest.raises(TryLaterError, match="no answer") as refusal:
            unlucky.publisher.compose_due(parts.newsletters[0])
        assert refusal.value.code == "pictures-unreachable"
        with parts.database.read() as connection:
            assert EditionStore(connection).recent() == []
        assert parts.publisher.compose_due(parts.newsletters[0]).outcome is SlotOutcome.EDITION


def test_an_edition_waits_while_another_process_makes_its_pictures(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts, opened(newsroom) as other:
        parts.publisher.collect()
        shutil.rmtree(media(newsroom))
        with other.database.lock("pictures"), pytest.raises(TryLaterError):
            compose(parts)
        assert len(picture_addresses(said_by(parts.database, compose(parts)).html)) == 1


def test_what_is_lost_after_the_freeze_is_made_anew_before_the_first_mail(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        edition = compose(parts)
        shutil.rmtree(media(newsroom))
        assert parts.publisher.deliver(Event()).sent[edition.id].submitted == 2
        (url,) = picture_addresses(said_by(parts.database, edition).html)
        assert parts.media_shelf.size(parts.links.media_name(url) or "")


def test_a_frozen_edition_is_held_until_its_picture_is_back(newsroom: Newsroom, tmp_path: Path) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        edition = compose(parts)
        media(newsroom).rename(tmp_path / "elsewhere")
        lose_the_source(newsroom)
        name = parts.links.media_name(picture_addresses(said_by(parts.database, edition).html)[0])
        for _ in range(2):
            report = parts.publisher.deliver(Event()).sent[edition.id]
            place = media(newsroom) / str(name)
            assert report.stopped_because == f"1 of its 1 pictures cannot be found: {place}"
            assert report.hint.endswith(f"syndicate edition send {edition.id} --anyway")
            assert (report.submitted, report.waiting) == (0, 2)
        assert newsroom.mails() == []
        assert desk_page(parts, edition).count(f"It waits: 1 of its 1 pictures cannot be found: {place}") == 1
        shutil.rmtree(media(newsroom), ignore_errors=True)
        (tmp_path / "elsewhere").rename(media(newsroom))
        assert "It waits" not in desk_page(parts, edition)
        assert parts.publisher.deliver(Event()).sent[edition.id].submitted == 2


def test_a_person_may_send_it_anyway(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        edition = compose(parts)
    shutil.rmtree(media(newsroom))
    lose_the_source(newsroom)
    held = newsroom.run("edition", "send", edition.id, "--yes")
    assert held.returncode == 75
    assert "stopped: 1 of its 1 pictures cannot be found" in held.stdout
    assert (
        "hint: It is looked for again at every pass. Put the file back, or send the edition as it is: " in held.stdout
    )
    assert newsroom.mails() == []
    assert newsroom.run("edition", "send", edition.id, "--anyway", "--yes").returncode == 0
    assert len(newsroom.mails()) == 2


def test_once_a_mail_was_tried_the_others_follow_whatever_happens_to_the_picture(newsroom: Newsroom) -> None:
    class AfterOne(Event):
        def is_set(self) -> bool:
            return len(newsroom.mails()) >= 1

    newsroom.configure(f"{CONFIG}\n[delivery]\nbatch = 1\n")
    with opened(newsroom) as parts:
        parts.publisher.collect()
        edition = compose(parts)
        assert parts.publisher.deliver_edition(edition.id, AfterOne()).submitted == 1
        shutil.rmtree(media(newsroom))
        lose_the_source(newsroom)
    with opened(newsroom) as parts:
        assert parts.publisher.deliver_edition(edition.id, Event()).submitted == 1


def test_an_edition_waits_when_the_shelf_cannot_be_asked_before_its_first_mail(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        edition = compose(parts)
        unlucky = replace(parts, media_shelf=BrokenShelf(media(newsroom)))
        report = unlucky.publisher.deliver(Event()).sent[edition.id]
        assert report.stopped_because.startswith("its pictures cannot be looked for: s3://quay/media/")
        assert parts.publisher.deliver(Event()).sent[edition.id].submitted == 2


def test_the_address_that_readers_use_is_asked_for_if_so_configured(newsroom: Newsroom) -> None:
    cases: dict[str, bytes] = {}
    with ForeignHost({}) as readers:
        address = readers.url("/media")
        asking = f'[images]\nbase_url = "{address}"\ncheck = "address"\n\n[net]\nallow_loopback = true\n'
        newsroom.configure(f"{CONFIG}\n{asking}")
        with opened(newsroom) as parts:
            parts.publisher.collect()
            edition = compose(parts)
            (url,) = picture_addresses(said_by(parts.database, edition).html)
            assert url.startswith(f"{address}/")
            path = url.removeprefix(address.removesuffix("/media"))
            content = parts.media_shelf.read(parts.links.media_name(url) or "")
            assert content is not None
            cases = {
                f"readers would not get the picture {url}: 127.0.0.1 answered 404 Not Found": http("404 Not Found"),
                f"readers would get something else for the picture {url}": http("200 OK", body=b"<html>"),
            }
            for reason, answer in cases.items():
                readers.answers[path] = answer
                report = parts.publisher.deliver(Event()).sent[edition.id]
                assert (report.stopped_because, report.waiting) == (reason, 2)
            readers.answers[path] = http("200 OK", "Content-Type: image/jpeg", body=content.content)
            assert parts.publisher.deliver(Event()).sent[edition.id].submitted == 2


def test_a_draft_looks_for_nothing_and_mends_nothing(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        shutil.rmtree(media(newsroom))
        _, draft = parts.publisher.composing.by_hand.draft(parts.newsletters[0])
        assert draft is not None
        assert hero(parts).state is HeroState.READY
        assert not media(newsroom).exists()


def test_the_desk_says_why_a_picture_was_chosen_and_what_was_made_of_it(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        parts.publisher.collect()
        found = hero(parts)
        page = of_desk(parts, f"/articles/{found.article_id}")
    assert "<dt>Why this one</dt><dd>From the article&#39;s list of media; its size was not declared.</dd>" in page
    assert "pictures/lamp.jpg, 1280 × 720 pixels" in page
    assert "lead 1200 × 675, jpeg, " in page
    assert "lead 1200 × 675, webp, " in page
