"""A shelf in a bucket, against a store that speaks as S3 does, over connections that break."""

from __future__ import annotations

import hashlib
import socket
from typing import TYPE_CHECKING

import pytest

from syndicate.errors import BadDataError, StorageError
from syndicate.shelf.s3 import ATTEMPTS, Bucket, Manner, S3Shelf
from tests.aws import isolate_aws
from tests.buckets import MANNER, Cutter, a_bucket, a_shelf, moto_server

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longer than the buffers of a loopback connection, so that a cut falls into it.
PICTURE = hashlib.sha256(b"a picture").digest() * 16_000


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as monkeypatch, moto_server() as found:
        isolate_aws(monkeypatch)
        yield found


@pytest.fixture
def bucket(url: str) -> Bucket:
    return a_bucket(url)


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """boto3's waits between tries are its own affair; the tries are what counts here."""
    monkeypatch.setattr("botocore.retries.standard.ExponentialBackoff.delay_amount", lambda *_: 0.0)


def through(cutter: Cutter, bucket: Bucket) -> S3Shelf:
    return a_shelf(Bucket(bucket.name, endpoint_url=cutter.url, connect_timeout_seconds=2.0, read_timeout_seconds=2.0))


def test_an_object_says_what_it_is_and_that_it_may_be_kept_for_ever(bucket: Bucket) -> None:
    a_shelf(bucket).write("ab/cd.jpg", b"picture")
    found = bucket.client.get_object(Bucket=bucket.name, Key="media/ab/cd.jpg")
    assert found["ContentType"] == "image/jpeg"
    assert found["CacheControl"] == "public, max-age=31536000, immutable"
    grants = bucket.client.get_object_acl(Bucket=bucket.name, Key="media/ab/cd.jpg")["Grants"]
    assert [grant["Permission"] for grant in grants] == ["FULL_CONTROL"]


def test_the_same_bytes_are_sent_once_even_by_a_second_process(url: str, bucket: Bucket) -> None:
    a_shelf(bucket).write("ab/cd.jpg", PICTURE)
    with Cutter(url, [1_000_000]) as cutter:
        assert not through(cutter, bucket).write("ab/cd.jpg", PICTURE)
        few = len(PICTURE) // 20
        assert cutter.passed < few


def test_a_file_that_is_given_out_in_another_manner_is_put_again(bucket: Bucket) -> None:
    shelf = a_shelf(bucket)
    shelf.write("rss.xml", b"<rss/>")
    other = a_shelf(bucket, manner=Manner(media_type="application/rss+xml", cache_control="public, max-age=900"))
    assert other.write("rss.xml", b"<rss/>")
    assert not other.write("rss.xml", b"<rss/>")
    assert bucket.client.head_object(Bucket=bucket.name, Key="media/rss.xml")["CacheControl"] == "public, max-age=900"


def test_what_another_program_put_there_is_put_again_with_our_headers(bucket: Bucket) -> None:
    bucket.client.put_object(Bucket=bucket.name, Key="media/ab/cd.jpg", Body=b"picture")
    assert a_shelf(bucket).write("ab/cd.jpg", b"picture")
    assert bucket.client.head_object(Bucket=bucket.name, Key="media/ab/cd.jpg")["ContentType"] == "image/jpeg"


def test_keys_of_others_are_passed_over(bucket: Bucket) -> None:
    shelf = a_shelf(bucket)
    for key in ("other/a", "media/.hidden", "media/a//b", "media/"):
        bucket.client.put_object(Bucket=bucket.name, Key=key, Body=b"")
    shelf.write("a", b"1")
    assert list(shelf.names()) == ["a"]


def test_a_listing_of_more_than_a_page_is_whole(bucket: Bucket, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syndicate.shelf.s3.PAGE", 10)
    for number in range(25):
        bucket.client.put_object(Bucket=bucket.name, Key=f"media/{number:04}", Body=b"")
    assert list(a_shelf(bucket).names()) == [f"{number:04}" for number in range(25)]


@pytest.mark.parametrize("cut", [0, 1, 400, 1_500, 70_000, len(PICTURE) - 1])
def test_an_upload_that_is_cut_is_made_again_and_arrives_whole(url: str, bucket: Bucket, cut: int) -> None:
    # The first connection carries the question whether the file is there, and then the upload, which is cut.
    with Cutter(url, [cut, cut], "up") as cutter:
        assert through(cutter, bucket).write("ab/cd.jpg", PICTURE)
        assert cutter.connections > 1
    stored = a_shelf(bucket).read("ab/cd.jpg")
    assert stored is not None
    assert stored.content == PICTURE


@pytest.mark.parametrize("cut", [0, 900, 1_500, 70_000, len(PICTURE) - 1])
def test_an_upload_that_is_always_cut_leaves_nothing(url: str, bucket: Bucket, cut: int) -> None:
    with Cutter(url, [cut] * 50, "up") as cutter, pytest.raises(StorageError) as refusal:
        through(cutter, bucket).write("ab/cd.jpg", PICTURE)
    assert refusal.value.code == "shelf-failed"
    assert refusal.value.hint
    assert ATTEMPTS <= cutter.connections <= 2 * ATTEMPTS
    assert a_shelf(bucket).read("ab/cd.jpg") is None


def test_an_upload_that_is_cut_leaves_what_was_there_before(url: str, bucket: Bucket) -> None:
    a_shelf(bucket).write("rss.xml", b"old")
    with Cutter(url, [70_000] * 50, "up") as cutter, pytest.raises(StorageError):
        through(cutter, bucket).write("rss.xml", PICTURE)
    stored = a_shelf(bucket).read("rss.xml")
    assert stored is not None
    assert stored.content == b"old"


def test_an_upload_whose_answer_is_lost_is_made_again(url: str, bucket: Bucket) -> None:
    shelf = a_shelf(bucket)
    with Cutter(url, [0, 0], "down") as cutter:
        assert through(cutter, bucket).write("ab/cd.jpg", PICTURE)
        assert cutter.connections > 2
    assert shelf.size("ab/cd.jpg") == len(PICTURE)


@pytest.mark.parametrize("cut", [0, 20, 100, 150, 200, 250, 300, 400, 70_000, len(PICTURE) - 1])
def test_a_reading_that_is_cut_is_made_again(url: str, bucket: Bucket, cut: int) -> None:
    a_shelf(bucket).write("ab/cd.jpg", PICTURE)
    with Cutter(url, [cut, cut], "down") as cutter:
        stored = through(cutter, bucket).read("ab/cd.jpg")
    assert stored is not None
    assert stored.content == PICTURE


@pytest.mark.parametrize("cut", [0, 20, 100, 150, 200, 250, 300])
def test_a_question_whose_answer_is_cut_is_asked_again(url: str, bucket: Bucket, cut: int) -> None:
    a_shelf(bucket).write("ab/cd.jpg", PICTURE)
    with Cutter(url, [cut, cut], "down") as cutter:
        assert through(cutter, bucket).size("ab/cd.jpg") == len(PICTURE)


def test_a_reading_that_is_always_cut_is_an_error_and_never_a_part(url: str, bucket: Bucket) -> None:
    a_shelf(bucket).write("ab/cd.jpg", PICTURE)
    with Cutter(url, [70_000] * 50, "down") as cutter, pytest.raises(StorageError) as refusal:
        through(cutter, bucket).read("ab/cd.jpg")
    assert refusal.value.code == "shelf-failed"


def test_a_store_that_says_nothing_is_given_up(bucket: Bucket) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mute = f"http://127.0.0.1:{silent.getsockname()[1]}"
        shelf = a_shelf(Bucket(bucket.name, endpoint_url=mute, connect_timeout_seconds=0.2, read_timeout_seconds=0.2))
        with pytest.raises(StorageError, match=r"timeout|timed out"):
            shelf.size("a")


def test_a_bucket_that_is_not_there_is_named_with_what_to_do(url: str) -> None:
    shelf = a_shelf(Bucket("nowhere-at-all", endpoint_url=url))
    with pytest.raises(StorageError, match="NoSuchBucket"):
        shelf.read("ab/cd.jpg")
    with pytest.raises(StorageError, match=r"s3://nowhere-at-all/media/ab/cd\.jpg .*NoSuchBucket") as refusal:
        shelf.write("ab/cd.jpg", b"1")
    assert refusal.value.hint == "Is the bucket's name right, and is it in that region?"


def test_missing_credentials_and_an_unknown_profile_are_told(
    url: str, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    with pytest.raises(StorageError, match="credentials"):
        a_shelf(Bucket(bucket.name, endpoint_url=url)).size("a")
    with pytest.raises(StorageError, match="newsroom"):
        a_shelf(Bucket(bucket.name, endpoint_url=url, profile="newsroom")).size("a")


def test_the_prefix_counts_when_a_key_is_measured(bucket: Bucket) -> None:
    long = "a/" * 511 + "b"
    a_shelf(bucket, prefix="").write(long, b"1")
    with pytest.raises(BadDataError) as refusal:
        a_shelf(bucket, prefix="media/").write(long, b"1")
    assert refusal.value.code == "shelf-name"


def test_pictures_and_feeds_share_a_bucket_and_do_not_see_each_other(bucket: Bucket) -> None:
    pictures, feeds = a_shelf(bucket, "media/"), a_shelf(bucket, "feeds/", MANNER)
    pictures.write("a.jpg", b"1")
    feeds.write("rss.xml", b"2")
    assert (list(pictures.names()), list(feeds.names())) == (["a.jpg"], ["rss.xml"])
