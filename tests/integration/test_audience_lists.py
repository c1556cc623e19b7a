"""Lists as other systems, spreadsheets and people write them, each with what it must give."""

from __future__ import annotations

from pathlib import Path

import pytest

from syndicate.errors import BadDataError
from syndicate.storage import Database
from tests.integration.list_parts import a_list, barred, bring, names, one, states

LISTS = Path(__file__).parent / "lists"
ANN, BOB = "ann@example.com", "bob@example.com"

# File → the states with a stated ground; names; how many rows are refused.
STATED: dict[str, tuple[dict[str, str], dict[str, str | None], int]] = {
    "01-bom": ({ANN: "confirmed"}, {ANN: "Ann"}, 0),
    "02-utf16-excel": ({ANN: "confirmed"}, {ANN: "Ånn"}, 0),
    "03-latin1": ({BOB: "confirmed"}, {BOB: "Bob"}, 1),
    "04-cr-only-mac": ({ANN: "confirmed", BOB: "confirmed"}, {ANN: "Ann"}, 0),
    "05-multiline-note": ({ANN: "confirmed", BOB: "confirmed"}, {BOB: "Bob"}, 0),
    "06-mailchimp": ({ANN: "confirmed"}, {ANN: "Ann Lee"}, 0),
    "07-ghost": ({ANN: "confirmed", BOB: "ended"}, {ANN: "Ann"}, 0),
    "08-listmonk": ({ANN: "confirmed"}, {ANN: "Ann"}, 0),
    "09-substack": ({ANN: "confirmed", BOB: "ended"}, {}, 0),
    "10-buttondown": ({ANN: "confirmed", BOB: "ended"}, {}, 0),
    "15-semicolon": ({ANN: "confirmed"}, {ANN: "Ann"}, 0),
    "16-sep-excel": ({ANN: "confirmed"}, {ANN: "Ann"}, 0),
    "17-trailing-delims": ({ANN: "confirmed"}, {ANN: "Ann"}, 0),
    "18-first-last": ({ANN: "confirmed"}, {ANN: "Ann Lee"}, 0),
    "19-unsub-before": ({"gone@example.com": "confirmed"}, {"gone@example.com": "Gone"}, 0),
    "20-quotes-space": ({ANN: "confirmed"}, {ANN: "Lee, Ann"}, 0),
    "21-Email-caps-space": ({ANN: "confirmed"}, {ANN: "Ann"}, 0),
    "22-german": ({ANN: "confirmed"}, {ANN: "Ann"}, 0),
    "23-nul": ({BOB: "confirmed"}, {BOB: "Bob"}, 1),
    "24-listmonk-1070-bad-json": ({BOB: "confirmed"}, {BOB: "Bob"}, 1),
}
#: The lists that say themselves why their people may be mailed.
WITH_GROUND = {"06-mailchimp", "07-ghost", "10-buttondown"}


@pytest.mark.parametrize("name", STATED)
def test_with_a_stated_ground_a_list_gives_its_people(sqlite_database: Database, name: str) -> None:
    expected, called, refused = STATED[name]
    imported = bring(sqlite_database, LISTS / f"{name}.csv", consent="asked on our site")
    assert states(sqlite_database) == expected
    assert called.items() <= names(sqlite_database).items()
    assert imported.report.refused == refused


@pytest.mark.parametrize("name", STATED)
def test_without_one_they_are_confirmed_only_where_the_list_says_why(sqlite_database: Database, name: str) -> None:
    bring(sqlite_database, LISTS / f"{name}.csv")
    expected = STATED[name][0]
    if name not in WITH_GROUND:
        expected = {who: "ended" if state == "ended" else "unconfirmed" for who, state in expected.items()}
    assert states(sqlite_database) == expected


def test_who_is_blocklisted_is_suppressed_and_not_subscribed(sqlite_database: Database) -> None:
    bring(sqlite_database, LISTS / "08-listmonk.csv", consent="asked")
    assert barred(sqlite_database) == {BOB: "blocked"}


def test_mailpoet_is_known_by_its_statuses_and_asks_what_its_inactive_ones_are(sqlite_database: Database) -> None:
    imported = bring(sqlite_database, LISTS / "25-mailpoet.csv", consent="asked")
    assert states(sqlite_database) == {ANN: "confirmed", BOB: "ended", "eve@example.com": "unconfirmed"}
    assert barred(sqlite_database) == {"cy@example.com": "bounced"}
    assert [error.where for error in imported.refusals] == ["25-mailpoet.csv:5"]
    bring(sqlite_database, LISTS / "25-mailpoet.csv", consent="asked", words=("inactive=subscribed",))
    assert states(sqlite_database)["di@example.com"] == "confirmed"


def test_without_a_stated_ground_mailpoets_confirmation_time_is_one(sqlite_database: Database) -> None:
    bring(sqlite_database, LISTS / "25-mailpoet.csv")
    assert states(sqlite_database) == {ANN: "confirmed", BOB: "ended", "eve@example.com": "unconfirmed"}


def test_the_plugin_newsletter_says_by_a_letter_how_people_stand(sqlite_database: Database) -> None:
    imported = bring(sqlite_database, LISTS / "26-newsletter.csv")
    assert states(sqlite_database) == {ANN: "confirmed", BOB: "ended", "eve@example.com": "unconfirmed"}
    assert barred(sqlite_database) == {"cy@example.com": "bounced", "di@example.com": "complained"}
    assert (imported.report.system, imported.report.refused) == ("newsletter", 0)
    assert names(sqlite_database)[ANN] == "Ann Lee"


@pytest.mark.parametrize(
    ("text", "paying"),
    [
        ("id,email,subscribed_to_emails,tiers\n1,a@example.com,true,Gold\n2,b@example.com,true,\n", 1),
        (
            "email,active_subscription,plan,email_disabled\na@example.com,true,yearly,false\nb@example.com,false,other,false\n",
            1,
        ),
        ("email,subscriber_type\na@example.com,premium\nb@example.com,regular\nc@example.com,unsubscribed\n", 1),
        ("email,name\na@example.com,Ann\n", 0),
    ],
)
def test_who_pays_elsewhere_is_counted_and_read_on_as_anybody(
    sqlite_database: Database, tmp_path: Path, text: str, paying: int
) -> None:
    imported = bring(sqlite_database, a_list(tmp_path, text), consent="asked")
    assert imported.report.paying == paying
    assert states(sqlite_database)["a@example.com"] == "confirmed"


@pytest.mark.parametrize(
    "header",
    [
        "E-Mail;Zeitzone;Sprache;Ressorts;Newsletter",
        "Courriel;Fuseau horaire;Langue;Rubriques;Infolettre",
        "Correo electrónico;Zona horaria;Idioma;Secciones;Boletín",
    ],
)
def test_what_readers_wish_is_known_by_its_header_in_other_languages(
    sqlite_database: Database, tmp_path: Path, header: str
) -> None:
    path = a_list(tmp_path, f'{header}\nann@example.com;Europe/Berlin;de;"World; Culture";weekly\n')
    bring(sqlite_database, path, consent="asked")
    ann = one(sqlite_database, ANN)
    assert (ann.newsletter, ann.wishes.time_zone, ann.wishes.language) == ("weekly", "Europe/Berlin", "de")
    assert ann.wishes.sections == ("World", "Culture")


def test_spellings_of_one_mailbox_are_one_person(sqlite_database: Database) -> None:
    imported = bring(sqlite_database, LISTS / "11-dups.csv", consent="asked")
    assert (imported.counts(), imported.report.refused) == ({"added": 3, "known": 4}, 1)
    assert imported.refused()[0].startswith("11-dups.csv:9: ")


def test_names_are_kept_as_they_stand(sqlite_database: Database) -> None:
    imported = bring(sqlite_database, LISTS / "12-names.csv", consent="asked")
    assert [error.where for error in imported.refusals] == ["12-names.csv:3"]
    assert list(names(sqlite_database).values()) == [
        'Lee, Ann (PhD) "Annie"',
        "=?utf-8?q?Evil?=",
        "x y",
        "עברית שלום",
        "a@b.example",
        '=HYPERLINK("http://x")',
        "Ann <evil@example.net>",
        "\u202egnp.exe",
    ]


def test_addresses_that_ses_carries_are_taken_and_the_others_told_with_their_reason(sqlite_database: Database) -> None:
    imported = bring(sqlite_database, LISTS / "13-addresses.csv", consent="asked")
    assert set(states(sqlite_database)) == {
        "ann@bücher.example",
        "ann@例え.jp",
        "ann@faß.example",
        "ANN@EXAMPLE.ORG",
        "o'brien@example.com",
        "ann@example.com",
        "ann2@example.com",
    }
    reasons = {(error.where or "").rpartition(":")[2]: error.message for error in imported.refusals}
    assert "invisible character" in reasons["17"]
    assert "invisible character" in reasons["18"]
    assert len(reasons) == 17


def test_a_list_without_a_header_is_refused_with_the_line_to_add(sqlite_database: Database) -> None:
    with pytest.raises(BadDataError, match="no header") as caught:
        bring(sqlite_database, LISTS / "14-no-header.csv", consent="asked")
    assert (caught.value.hint or "").endswith(": email")
    assert states(sqlite_database) == {}


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("ann@example.com,Ann Lee\n", "email,name"),
        ("Ann;Lee;ann@example.com\n", "first_name;last_name;email"),
        ("Ann Lee <ann@example.com>\n", "email"),
    ],
)
def test_the_header_to_add_fits_the_columns(sqlite_database: Database, tmp_path: Path, line: str, hint: str) -> None:
    with pytest.raises(BadDataError, match="no header") as caught:
        bring(sqlite_database, a_list(tmp_path, line))
    assert (caught.value.hint or "").endswith(f": {hint}")


def test_the_bad_row_of_latin_1_is_read_when_its_encoding_is_told(sqlite_database: Database) -> None:
    bring(sqlite_database, LISTS / "03-latin1.csv", consent="asked", encoding="latin-1")
    assert names(sqlite_database) == {ANN: "Jörg", BOB: "Bob"}


@pytest.mark.parametrize(
    ("header", "row", "name"),
    [
        ("Prénom,Nom,Courriel", "Zoë,Lée,ann@example.com", "Zoë Lée"),
        ("Vorname;Name;E-Mail", "Ann;Lee;ann@example.com", "Ann Lee"),
        ("Nombre\tApellidos\tCorreo electrónico", "Ann\tLee Ray\tann@example.com", "Ann Lee Ray"),
        ("EMAIL ADDRESS|FULL NAME", "ann@example.com|Ann Lee", "Ann Lee"),
        ("email_address,given-name,Family Name", "ann@example.com,Ann,Lee", "Ann Lee"),
        ("Email,Name,First Name,Last Name", "ann@example.com,Dr. Ann Lee,Ann,Lee", "Dr. Ann Lee"),
        ("электронная почта;Имя;Фамилия", "ann@example.com;Анна;Ли", "Анна Ли"),
        ("メールアドレス,名前", "ann@example.com,安藤", "安藤"),
        ("Address,E-Mail,Name", "1 Quay Road,ann@example.com,Ann", "Ann"),
        ("address,name", "ann@example.com,Ann", "Ann"),
        ('"email" , "name"', '"ann@example.com" , "Lee, Ann" ', "Lee, Ann"),
        ("email,name", 'ann@example.com,Ann "Annie" Lee', 'Ann "Annie" Lee'),
    ],
)
def test_headers_in_other_languages_and_spellings_are_known(
    sqlite_database: Database, tmp_path: Path, header: str, row: str, name: str
) -> None:
    bring(sqlite_database, a_list(tmp_path, f"{header}\n{row}\n"), consent="asked")
    assert names(sqlite_database) == {ANN: name}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "names no column of mail addresses"),
        ("name,city\nAnn,Kiel\n", "names no column of mail addresses"),
        ("email,E-Mail\nann@example.com,bob@example.com\n", "two columns are for the address"),
        ("PK\x03\x04stuff", "Excel workbook"),
        ("email,name\nann@example.com,Ann\n".encode("utf-16-le"), "UTF-16 without the mark"),
        ('"email\n', "quotation marks"),
        (b"E-Mail;Stra\xdfe\nann@example.com;x\n", "not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    sqlite_database: Database, tmp_path: Path, text: str | bytes, reason: str
) -> None:
    with pytest.raises(BadDataError, match=reason) as caught:
        bring(sqlite_database, a_list(tmp_path, text), consent="asked")
    assert (caught.value.where or "").startswith("readers.csv")
    assert states(sqlite_database) == {}


@pytest.mark.parametrize("encoding", ["nonsense", "rot13", "base64", ""])
def test_an_encoding_that_is_none_is_named(sqlite_database: Database, tmp_path: Path, encoding: str) -> None:
    with pytest.raises(BadDataError, match="not a text encoding"):
        bring(sqlite_database, a_list(tmp_path, "email\n"), encoding=encoding)


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-16", "utf-32", "shift_jis", "mac-roman", "utf-8"])
def test_a_list_in_any_told_encoding_is_read(sqlite_database: Database, tmp_path: Path, encoding: str) -> None:
    path = a_list(tmp_path, "email;name\r\nann@example.com;Ann\r\n".encode(encoding))
    bring(sqlite_database, path, consent="asked", encoding=encoding)
    assert names(sqlite_database) == {ANN: "Ann"}


def test_a_pipe_is_read_as_a_file_is(sqlite_database: Database, tmp_path: Path) -> None:
    import os
    import threading

    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=("email\nann@example.com\n",))
    writer.start()
    bring(sqlite_database, pipe, consent="asked")
    writer.join()
    assert states(sqlite_database) == {ANN: "confirmed"}
