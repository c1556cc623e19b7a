"""Readers of the values that TOML has no type for: names, durations, times, zones, languages.

A reader takes what stands in the file, or its own result, and answers with the value or raises
``ValueError`` with the rest of a sentence that began with the key: what is wrong, and what to
write instead.
"""

from __future__ import annotations

import re
from datetime import time, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, Field, PlainValidator

from syndicate.config.phrasing import did_you_mean, refusal, shown
from syndicate.mail.model import DEFAULT_CLIENTS
from syndicate.text.languages import is_known, language_tag
from syndicate.text.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Callable

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_FEED_PLACE = re.compile(rf"site|(section|author|tag|language|filter)(/{_SLUG.pattern})?")
_LONGEST_PREFIX = 200
_LONGEST_SLUG = 100
_DURATION = re.compile(r"([0-9]{1,9})([smhd])")
_SECONDS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_ABBREVIATION = re.compile(r"[A-Za-z]{1,8}")
_CONFIGURATION_SET = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TOPIC_ARN = re.compile(r"arn:(aws|aws-cn|aws-us-gov):sns:[a-z]{2}(-[a-z]+)+-\d{1,2}:\d{12}:[A-Za-z0-9_-]{1,256}")
_BUCKET = re.compile(r"(?!\d+(?:\.\d+){3}\Z)[a-z0-9](?:[a-z0-9-]|\.(?=[a-z0-9])){1,61}[a-z0-9]")
_PREFIX = re.compile(r"(?:[A-Za-z0-9_-][A-Za-z0-9._-]*/)*")
_LANGUAGE_REMEDY = 'write a BCP 47 tag such as "en", "en-GB" or "tr"'


def read_mail_client(value: object) -> str:
    """A mail program of which it is known what it takes, such as ``gmail.ios``."""
    if value in DEFAULT_CLIENTS:
        return str(value)
    from syndicate.mail.judge.clients import client_support

    known = client_support().clients
    if value not in known:
        raise refusal(value, f"it is no mail program that is known{did_you_mean(str(value), known)}")
    return str(value)


class Weekday(IntEnum):
    """A day of the week, numbered as ``date.weekday()`` does."""

    MON = 0
    TUE = 1
    WED = 2
    THU = 3
    FRI = 4
    SAT = 5
    SUN = 6

    @property
    def short(self) -> str:
        """The name as the configuration spells it."""
        return self.name.lower()


def read_text(value: object) -> str:
    """Text on one line, without control characters; may be empty."""
    if not isinstance(value, str):
        raise refusal(value, "write text in quotation marks")
    if _CONTROL.search(value):
        raise refusal(value, "write it on one line, without control characters")
    return one_line(value)


def read_line(value: object) -> str:
    """`read_text` that is not empty."""
    line = read_text(value)
    if not line:
        raise refusal(value, "it must not be empty")
    return line


def read_header(value: object) -> str:
    """A line in ASCII, fit for an HTTP header."""
    line = read_line(value)
    if not line.isascii():
        raise refusal(value, "write it in ASCII, for it goes out in an HTTP header")
    return line


def read_slug(value: object) -> str:
    """A name of lower-case letters, digits and single hyphens."""
    if not isinstance(value, str) or not _SLUG.fullmatch(value):
        raise refusal(value, 'write lower-case letters and digits joined by hyphens, such as "morning-news"')
    if len(value) > _LONGEST_SLUG:
        raise refusal(value, f"write up to {_LONGEST_SLUG} characters: files and headers of mails are named by it")
    return value


def read_feed_place(value: object) -> str:
    """A kind of feeds, or the place of one below ``feeds/``: ``"tag"``, ``"section/world"``."""
    if not isinstance(value, str) or not _FEED_PLACE.fullmatch(value):
        raise refusal(
            value, 'write "site", a kind ("section", "author", "tag", "language", "filter"), or a feed: "section/world"'
        )
    return value


def read_configuration_set(value: object) -> str:
    """The name of a configuration set, as SES allows it."""
    if not isinstance(value, str) or not _CONFIGURATION_SET.fullmatch(value):
        raise refusal(value, "write up to 64 letters, digits, hyphens and underscores, as SES names them")
    return value


def read_topic_arn(value: object) -> str:
    """The ARN of a topic of Amazon SNS; a FIFO topic posts to no address."""
    if not isinstance(value, str) or not _TOPIC_ARN.fullmatch(value):
        raise refusal(value, 'write the whole ARN, such as "arn:aws:sns:eu-west-1:123456789012:mail-events"')
    return value


def read_bucket(value: object) -> str:
    """The name of a bucket, as S3 allows it."""
    if not isinstance(value, str) or not _BUCKET.fullmatch(value):
        raise refusal(value, "write 3 to 63 lower-case letters, digits, hyphens and dots, as S3 names buckets")
    return value


def read_prefix(value: object) -> str:
    """What stands before the keys of a bucket: empty, or plain folders and a slash at the end."""
    if not isinstance(value, str) or not _PREFIX.fullmatch(value) or len(value) > _LONGEST_PREFIX:
        raise refusal(value, 'write folders with a slash behind each, such as "news/"')
    return value


def read_duration(value: object) -> timedelta:
    """``"30s"``, ``"5m"``, ``"2h"`` or ``"1d"``."""
    if isinstance(value, timedelta):
        return value
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match:
        return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])
    if isinstance(value, int) and not isinstance(value, bool):
        raise refusal(value, f'a duration needs its unit; write "{shown(value)}s" for seconds, or m, h, d')
    raise refusal(value, 'write a duration such as "30s", "5m", "2h" or "1d"')


def written_duration(duration: timedelta) -> str:
    """The shortest spelling that `read_duration` takes."""
    seconds = int(duration.total_seconds())
    unit = next((unit for unit, size in _SECONDS.items() if seconds and seconds % size == 0), "s")
    return f"{seconds // _SECONDS[unit]}{unit}"


def between(shortest: str, longest: str) -> Callable[[timedelta], timedelta]:
    """A check that a duration lies between the two, both included."""
    least, most = read_duration(shortest), read_duration(longest)

    def check(duration: timedelta) -> timedelta:
        if not least <= duration <= most:
            raise refusal(written_duration(duration), f'write a duration from "{shortest}" to "{longest}"')
        return duration

    return check


def read_time(value: object) -> time:
    """A time of day to the minute: ``"07:00"``, or TOML's own ``07:00:00``."""
    if isinstance(value, time) and value == time(value.hour, value.minute):
        return value
    match = _TIME.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise refusal(value, 'write a time of day to the minute, such as "07:00" or "18:30"')
    return time(int(match[1]), int(match[2]))


def read_weekdays(value: object) -> frozenset[Weekday]:
    """A list of days, ``"mon"`` to ``"sun"``, each at most once."""
    if isinstance(value, frozenset):
        return value
    if not isinstance(value, tuple) or not value:
        raise refusal(value, 'write a list of days such as ["mon", "thu"]')
    days = [_read_weekday(name) for name in value]
    if len(set(days)) < len(days):
        raise refusal(value, "name each day once")
    return frozenset(days)


def _read_weekday(value: object) -> Weekday:
    name = value.upper() if isinstance(value, str) else ""
    if name not in Weekday.__members__:
        raise refusal(value, f"days are {', '.join(day.short for day in Weekday)}")
    return Weekday[name]


def read_zone(value: object) -> ZoneInfo:
    """A time zone by its IANA name."""
    if isinstance(value, ZoneInfo):
        return value
    if not isinstance(value, str) or not value:
        raise refusal(value, 'write an IANA time zone such as "Europe/Berlin"')
    try:
        return ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        guess = did_you_mean(value, available_timezones())
        raise refusal(
            value, f"there is no such IANA time zone{guess or '; write one such as Europe/Berlin'}"
        ) from error


def read_zone_name(value: object) -> str:
    """The IANA name of a time zone that exists."""
    return read_zone(value).key


def read_abbreviation(value: object) -> str:
    """An abbreviation as datelines write it: ``CET``."""
    if not isinstance(value, str) or not _ABBREVIATION.fullmatch(value):
        raise refusal(value, "an abbreviation is up to eight letters, such as CET")
    return value


def read_pattern(value: object) -> str:
    """A regular expression, as Python's `re` has them."""
    try:
        re.compile(read_text(value))
    except re.error as error:
        raise refusal(value, f"as a regular expression it is broken: {error}") from error
    return str(value)


def read_language(value: object) -> str:
    """A BCP 47 tag (RFC 5646) in its usual letter case, of a language that the CLDR knows."""
    tag = language_tag(value) if isinstance(value, str) and "_" not in value else None
    if tag is None:
        raise refusal(value, _LANGUAGE_REMEDY)
    if not is_known(tag):
        raise refusal(value, f"there is no such language; {_LANGUAGE_REMEDY}")
    if "UK" in tag.split("-"):
        raise refusal(value, f'the United Kingdom is GB in these tags; write "{tag.replace("-UK", "-GB")}"')
    return tag


Text = Annotated[str, PlainValidator(read_text)]
Line = Annotated[str, PlainValidator(read_line)]
HeaderText = Annotated[str, PlainValidator(read_header)]
Port = Annotated[int, Field(ge=0, le=65_535)]
Slug = Annotated[str, PlainValidator(read_slug)]
FeedPlace = Annotated[str, PlainValidator(read_feed_place)]
ConfigurationSet = Annotated[str, PlainValidator(read_configuration_set)]
TopicArn = Annotated[str, PlainValidator(read_topic_arn)]
BucketName = Annotated[str, PlainValidator(read_bucket)]
KeyPrefix = Annotated[str, PlainValidator(read_prefix)]
Settling = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("0s", "1h"))]
Waiting = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("0s", "1h"))]
Patience = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1s", "10m"))]
Doubting = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1m", "7d"))]
Pace = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1s", "1d"))]
NewsAge = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1h", "36500d"))]
Lateness = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1m", "30d"))]
Age = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1m", "30d"))]
LinkAge = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1d", "3650d"))]
Kept = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("0s", "36500d"))]
TrialWait = Annotated[timedelta, PlainValidator(read_duration), AfterValidator(between("1m", "1d"))]
TimeOfDay = Annotated[time, PlainValidator(read_time)]
Weekdays = Annotated[frozenset[Weekday], PlainValidator(read_weekdays)]
Zone = Annotated[ZoneInfo, PlainValidator(read_zone)]
Pattern = Annotated[str, PlainValidator(read_pattern)]
ZoneName = Annotated[str, PlainValidator(read_zone_name)]
Abbreviation = Annotated[str, PlainValidator(read_abbreviation)]
MailClient = Annotated[str, PlainValidator(read_mail_client)]
Language = Annotated[str, PlainValidator(read_language)]
# Apple's, at their upper level; other directories took them over.
PodcastCategory = Literal[
    "Arts",
    "Business",
    "Comedy",
    "Education",
    "Fiction",
    "Government",
    "Health & Fitness",
    "History",
    "Kids & Family",
    "Leisure",
    "Music",
    "News",
    "Religion & Spirituality",
    "Science",
    "Society & Culture",
    "Sports",
    "TV & Film",
    "Technology",
    "True Crime",
]
