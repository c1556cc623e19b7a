"""A whole pass with feeds and pictures in a bucket, as an operator would set it up."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from syndicate.config import load
from syndicate.errors import StorageError
from syndicate.mail.pictures import picture_addresses
from syndicate.publishing.wiring import Parts, open_parts
from syndicate.web.http.listener import Listener
from syndicate.web.wiring import public_pages
from tests.aws import isolate_aws
from tests.buckets import a_bucket, moto_server
from tests.newsroom import CONFIG
from tests.unit.web.web_samples import fetch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from syndicate.shelf.s3 import Bucket
    from tests.newsroom import Newsroom

PICTURES = "https://pictures.lantern.example/quay/media"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as monkeypatch, moto_server() as found:
        isolate_aws(monkeypatch)
        yield found


@pytest.fixture
def bucket(url: str) -> Bucket:
    return a_bucket(url)


@pytest.fixture
def newsroom(newsroom: Newsroom, bucket: Bucket, url: str) -> Newsroom:
    """The newsroom, publishing into the bucket."""
    newsroom.configure(
        f"{CONFIG}\n"
        f'[images]\nshelf = "s3"\nbase_url = "{PICTURES}"\n\n[feeds]\nshelf = "s3"\n\n'
        f'[s3]\nbucket = "{bucket.name}"\nprefix = "quay/"\nendpoint_url = "{url}"\n'
    )
    return newsroom


@contextmanager
def opened(newsroom: Newsroom) -> Iterator[Parts]:
    with open_parts(load(newsroom.folder / "config.toml", {})) as parts:
        yield parts


def objects(bucket: Bucket) -> dict[str, dict[str, Any]]:
    """Every object by its key, with what it says about itself."""
    listed = bucket.client.list_objects_v2(Bucket=bucket.name).get("Contents", [])
    return {one["Key"]: dict(bucket.client.head_object(Bucket=bucket.name, Key=one["Key"])) for one in listed}


def test_pictures_and_feeds_lie_in_the_bucket_under_the_paths_of_the_site(newsroom: Newsroom, bucket: Bucket) -> None:
    with opened(newsroom) as parts:
        report = parts.publisher.run_once(Event())
    assert report.errors == []
    found = objects(bucket)
    pictures = [key for key in found if key.startswith("quay/media/")]
    assert pictures
    assert {
        "quay/feeds/rss.xml",
        "quay/feeds/atom.xml",
        "quay/feeds/feed.json",
        "quay/feeds/feeds.opml",
    } <= found.keys()
    assert all(key.startswith(("quay/media/", "quay/feeds/")) for key in found)
    assert not newsroom.feeds.exists()
    assert not (newsroom.folder / "var" / "media").exists()


def test_a_second_pass_sends_nothing_to_the_bucket(newsroom: Newsroom, bucket: Bucket) -> None:
    with opened(newsroom) as parts:
        parts.publisher.run_once(Event())
    before = {key: one["ETag"] for key, one in objects(bucket).items()}
    bucket.client.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": "Enabled"})
    with opened(newsroom) as parts:
        report = parts.publisher.run_once(Event())
    assert report.feeds is not None
    assert report.feeds.written == 0
    versions = bucket.client.list_object_versions(Bucket=bucket.name)["Versions"]
    assert len(versions) == len(before)


def test_readers_get_the_same_words_from_the_bucket_as_from_the_site(newsroom: Newsroom, bucket: Bucket) -> None:
    with opened(newsroom) as parts:
        parts.publisher.run_once(Event())
        found = objects(bucket)
        with Listener(public_pages(parts), "127.0.0.1", 0, name="site") as site:
            for key, said in found.items():
                if key.endswith("news-sitemap.xml"):
                    continue
                reply = fetch(f"{site.url}/{key.removeprefix('quay/')}")
                assert (reply.status, reply.headers["content-type"]) == (200, said["ContentType"]), key
                assert reply.headers["cache-control"] == said["CacheControl"], key


def test_mails_feeds_and_pages_name_the_address_where_readers_get_pictures(newsroom: Newsroom, bucket: Bucket) -> None:
    with opened(newsroom) as parts:
        parts.publisher.run_once(Event())
        edition = next(iter(parts.publisher.deliver(Event()).sent), None)
        assert edition is None  # it was closed by the pass
        feed = json.loads(bucket.client.get_object(Bucket=bucket.name, Key="quay/feeds/feed.json")["Body"].read())
        with Listener(public_pages(parts), "127.0.0.1", 0, name="site") as site:
            front = fetch(f"{site.url}/")
    (mail, *_) = newsroom.mails()
    part = mail.get_body(("html",))
    assert part is not None
    in_mail = picture_addresses(part.get_content())
    in_feed = [item["image"] for item in feed["items"] if "image" in item]
    in_page = picture_addresses(front.text)
    assert in_mail
    assert in_feed
    assert in_page
    assert all(one.startswith(f"{PICTURES}/") for one in (*in_mail, *in_feed, *in_page))
    assert "img-src 'self' https://pictures.lantern.example;" in front.headers["content-security-policy"]


def test_the_web_copy_of_a_mail_may_show_pictures_from_where_it_says(newsroom: Newsroom) -> None:
    with opened(newsroom) as parts:
        (composed,) = parts.publisher.run_once(Event()).composed
        assert composed.edition is not None
        with Listener(public_pages(parts), "127.0.0.1", 0, name="site") as site:
            copy = fetch(f"{site.url}/editions/{composed.edition.id}")
    assert "img-src 'self' https://pictures.lantern.example;" in copy.headers["content-security-policy"]


def test_a_bucket_that_is_not_there_costs_pictures_and_feeds_and_nothing_is_mailed_without_a_word(
    newsroom: Newsroom, bucket: Bucket
) -> None:
    path = newsroom.folder / "config.toml"
    path.write_text(path.read_text().replace(bucket.name, "nowhere-at-all"))
    with opened(newsroom) as parts:
        report = parts.publisher.run_once(Event())
    assert report.collected is not None
    (failure,) = report.collected.pictures.failures
    assert "NoSuchBucket" in failure.reason
    assert [type(error) for error in report.errors] == [StorageError]
    assert "nowhere-at-all" in str(report.errors[0])


def test_pictures_may_lie_in_the_bucket_and_feeds_in_a_folder(newsroom: Newsroom, bucket: Bucket) -> None:
    path = newsroom.folder / "config.toml"
    path.write_text(path.read_text().replace('[feeds]\nshelf = "s3"', ""))
    with opened(newsroom) as parts:
        assert parts.publisher.run_once(Event()).errors == []
    assert (newsroom.feeds / "rss.xml").is_file()
    assert {key.split("/")[1] for key in objects(bucket)} == {"media"}


@pytest.mark.parametrize("arguments", [("images", "retry", "--missing"), ("feeds", "build")], ids=" ".join)
def test_a_store_that_is_not_reached_ends_with_69(newsroom: Newsroom, url: str, arguments: tuple[str, ...]) -> None:
    environment = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    assert newsroom.run("run", "--once", **environment).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as listener:
        nowhere = f"http://127.0.0.1:{listener.getsockname()[1]}"
    path = newsroom.folder / "config.toml"
    path.write_text(path.read_text().replace(url, nowhere))
    done = newsroom.run(*arguments, **environment)
    assert (done.returncode, done.stdout) == (69, "")
    assert "cannot be read or written" in done.stderr


def test_a_store_that_refuses_is_no_store_that_is_away(newsroom: Newsroom, bucket: Bucket) -> None:
    environment = {name: value for name, value in os.environ.items() if name.startswith("AWS_")}
    path = newsroom.folder / "config.toml"
    path.write_text(path.read_text().replace(bucket.name, "nowhere-at-all"))
    assert newsroom.run("feeds", "build", **environment).returncode == 1
