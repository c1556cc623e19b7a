"""The columns of a list: which header means what, in several languages, and what an operator says it means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from syndicate.audience.imports.records import split_line
from syndicate.audience.imports.systems import System, system_of
from syndicate.audience.imports.words import fold
from syndicate.audience.own_list import OWN_COLUMNS
from syndicate.errors import BadDataError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class ColumnRole(StrEnum):
    """What a column is to us; ``--map COLUMN=`` takes these words."""

    ADDRESS = "address"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    NEWSLETTER = "newsletter"
    SECTIONS = "sections"
    TIME_ZONE = "time_zone"
    LANGUAGE = "language"
    STATUS = "status"
    ENDED_AT = "ended_at"
    CONSENT = "consent"
    FORMER_ID = "former_id"
    IGNORE = "ignore"


#: Several columns may have these roles.
_SHARED = frozenset({ColumnRole.STATUS, ColumnRole.ENDED_AT, ColumnRole.CONSENT, ColumnRole.IGNORE})


def _folded(listed: str) -> frozenset[str]:
    return frozenset(fold(name) for name in listed.split(","))


_ADDRESS_HEADERS = _folded(
    "email, e-mail, email address, e-mail address, mail, mail address, mailbox, email id, emailid, user email,"
    "subscriber email, contact email, primary email, email 1, e-mail 1 - value, emailadresse, e-mail-adresse,"
    "mailadresse, mail-adresse, adresse e-mail, adresse email, adresse mail, adresse électronique, courriel, mél,"
    "correo, correo electrónico, email del suscriptor, e-mail del suscriptor, dirección de correo,"
    "dirección de correo electrónico, indirizzo email, indirizzo e-mail, posta elettronica, endereço de e-mail,"
    "endereço de email, e-mailadres, emailadres, e-postadress, e-postadresse, epost, e-post, epostadresse,"
    "sähköposti, sähköpostiosoite, adres e-mail, adres email, e-mailová adresa, emailová adresa, e-mail cím,"
    "почта, электронная почта, эл. почта, адрес электронной почты, e-mail адрес, електронна пошта,"
    "メール, メールアドレス, eメール, 电子邮件, 电子邮箱, 邮箱, 電子郵件,"
    "이메일, 이메일 주소, البريد الإلكتروني, e-posta, eposta"
)
_HEADERS = {
    ColumnRole.NAME: _folded(
        "name, full name, fullname, display name, displayname, your name, contact name, subscriber name,"
        "vollständiger name,"
        "nom, nom complet, nombre, nombre completo, nome, nome completo, naam, volledige naam, namn, navn, nimi,"
        "imię i nazwisko, jméno, név, имя, имя и фамилия, фио, ім'я, 名前, 氏名, お名前, 姓名, 이름, الاسم, ad soyad"
    ),
    ColumnRole.FIRST_NAME: _folded(
        "first name, firstname, first, fname, given name, given names, forename, vorname, prénom, voornaam, förnamn,"
        "fornavn, etunimi, imię, křestní jméno, keresztnév, primer nombre, primeiro nome, 名"
    ),
    ColumnRole.LAST_NAME: _folded(
        "last name, lastname, last, lname, surname, family name, nachname, familienname, zuname, nom de famille,"
        "apellido, apellidos, cognome, sobrenome, apelido, achternaam, efternamn, etternavn, efternavn, sukunimi,"
        "nazwisko, příjmení, vezetéknév, фамилия, прізвище, 姓"
    ),
    ColumnRole.NEWSLETTER: _folded("newsletter, infolettre, lettre d'information, boletín, boletín informativo"),
    ColumnRole.SECTIONS: _folded(
        "sections, ressort, ressorts, rubrik, rubriken, rubrique, rubriques, sección, secciones"
    ),
    ColumnRole.TIME_ZONE: _folded("time zone, timezone, zeitzone, fuseau horaire, zona horaria, huso horario"),
    ColumnRole.LANGUAGE: _folded("language, lang, sprache, langue, idioma, lengua"),
    ColumnRole.FORMER_ID: _folded("former id"),
}
_ROLES = {header: role for role, headers in _HEADERS.items() for header in headers}


#: Where an editor's own words stand, also in the exports of systems that we know.
_LABELS = frozenset({"labels", "tags", "lists"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: its place from 0, its header as it was written, what it is to us (``None``: nothing)."""

    place: int
    header: str
    role: ColumnRole | None

    @property
    def folded(self) -> str:
        """The header, to compare by."""
        return fold(self.header)

    @property
    def label(self) -> str:
        """How a person names the column: its header, or its number from 1 as ``#3``."""
        return self.header or f"#{self.place + 1}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """The header of a list, understood. ``mapped`` are the columns whose role the operator gave."""

    delimiter: str
    all: tuple[Column, ...]
    system: System | None
    is_own: bool
    mapped: frozenset[int]

    @property
    def folded(self) -> frozenset[str]:
        """Every header, to compare by."""
        return frozenset(column.folded for column in self.all)

    def of(self, *roles: ColumnRole) -> Iterator[Column]:
        """The columns with one of these roles, from left to right."""
        return (column for column in self.all if column.role in roles)

    def unknown(self) -> tuple[Column, ...]:
        """The columns that mean nothing to us nor to the system, and that the operator did not explain.

        What people are labelled with is their own word in any system.
        """
        if self.is_own:
            return ()
        return tuple(
            column
            for column in self.all
            if column.role is None
            and (column.folded in _LABELS or not (self.system and self.system.knows(column.folded)))
        )


def read_header(numbered: Iterator[tuple[int, str]], name: str, mapping: Mapping[str, ColumnRole]) -> Columns:
    """Understand the first line that is not empty; it is taken from ``numbered``, and so is Excel's ``sep=;``.

    Raises:
        BadDataError: it names no column of addresses, two for one thing, or ``mapping`` names one that is not there.
    """
    number, line, delimiter = _first_line(numbered)
    try:
        headers = split_line(line, delimiter)
        _expect_header(headers, delimiter)
        return _understood(headers, delimiter, mapping)
    except BadDataError as error:
        error.where = f"{name}:{number}"
        raise


def _first_line(numbered: Iterator[tuple[int, str]]) -> tuple[int, str, str]:
    told = ""
    for number, line in numbered:
        text = line.removeprefix("\ufeff").strip("\r\n ")
        if not told and text.strip('"').lower().startswith("sep=") and len(text.strip('"')) == len("sep=;"):
            told = text.strip('"')[-1]
        elif text.strip(",;\t| "):
            return number, text, told or max(",;\t|", key=_outside_quotes(text).count)
    return 1, "", ","


def _outside_quotes(text: str) -> str:
    return "".join(text.split('"')[::2])


def _expect_header(headers: list[str], delimiter: str) -> None:
    if not any("@" in header for header in headers):
        return
    guesses = ["email" if "@" in header else "name" for header in headers]
    if guesses.count("name") == len(("first", "last")):
        names = iter(("first_name", "last_name"))
        guesses = [guess if guess == "email" else next(names) for guess in guesses]
    elif guesses.count("name") > 1:
        guesses = [guess if guess == "email" else f"column_{place}" for place, guess in enumerate(guesses, start=1)]
    line = delimiter.join(guesses)
    message = "the file has no header: its first line is a reader already"
    raise BadDataError(message, code="csv-header", hint=f"Put a line above it that names the columns: {line}")


def _understood(headers: list[str], delimiter: str, mapping: Mapping[str, ColumnRole]) -> Columns:
    folded = [fold(header) for header in headers]
    is_own = {fold(name) for name in OWN_COLUMNS} <= set(folded)
    system = None if is_own else system_of(frozenset(folded))
    roles = [_role(name, folded, system) for name in folded]
    mapped = set()
    for written, role in mapping.items():
        for place in _places(written, headers, folded):
            roles[place] = role
            mapped.add(place)
    _give_way(roles, mapped)
    _check(headers, roles)
    columns = tuple(Column(place=place, header=header, role=roles[place]) for place, header in enumerate(headers))
    return Columns(delimiter=delimiter, all=columns, system=system, is_own=is_own, mapped=frozenset(mapped))


def _role(name: str, folded: list[str], system: System | None) -> ColumnRole | None:
    if name in _ADDRESS_HEADERS:
        return ColumnRole.ADDRESS
    # In our own lists the column is called so; beside one of mail addresses it is where somebody lives.
    if name in {"address", "adresse"}:
        return ColumnRole.ADDRESS if not _ADDRESS_HEADERS & set(folded) else None
    if system and name in system.former:
        return ColumnRole.FORMER_ID
    role = _ROLES.get(name)
    if system and (system.knows(name) or role not in {ColumnRole.NAME, ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME}):
        return None
    return role


def _places(written: str, headers: list[str], folded: list[str]) -> list[int]:
    if written.startswith("#") and written[1:].isdecimal() and 0 < int(written[1:]) <= len(headers):
        return [int(written[1:]) - 1]
    exact = [place for place, header in enumerate(headers) if header == written.strip()]
    places = exact or [place for place, name in enumerate(folded) if name == fold(written) and name]
    if not places:
        named = ", ".join(f"“{header}”" for header in headers if header)
        message = f"there is no column “{written}” to map"
        raise BadDataError(message, code="csv-map", hint=f"There are: {named}.")
    return places


def _give_way(roles: list[ColumnRole | None], mapped: Iterable[int]) -> None:
    """What the operator names goes before what a header seems to be."""
    given = {place: roles[place] for place in mapped}
    taken = {role for role in given.values() if role not in _SHARED}
    for place, role in enumerate(roles):
        if role in taken and place not in given:
            roles[place] = None


def _check(headers: list[str], roles: list[ColumnRole | None]) -> None:
    for role in ColumnRole:
        same = [header for header, given in zip(headers, roles, strict=True) if given is role]
        if len(same) > 1 and role not in _SHARED:
            named = " and ".join(f"“{header}”" for header in same)
            message = f"two columns are for the {role.replace('_', ' ')}: {named}"
            raise BadDataError(message, code="csv-header", hint=f'Say which one to leave: --map "{same[1]}=ignore"')
    if ColumnRole.ADDRESS not in roles:
        message = "the first line names no column of mail addresses (email or address)"
        first = next(filter(None, headers), "Contact")
        hint = f'Start with a line such as: email,name — or say which it is: --map "{first}=address"'
        raise BadDataError(message, code="csv-header", hint=hint)
