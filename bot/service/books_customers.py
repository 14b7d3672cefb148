"""Customers of the company's books become parties."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select

from bot.desk import language
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.occasion import OccasionKind
from bot.desk.party import AccountParty, Party
from bot.service import addresses, green, identity, occasions, ties
from bot.service.books_rows import CustomerRow
from bot.service.books_taken import Managers, Taken, differing, insert_all
from bot.service.work import Work

# Fields of the row and columns of the party they fill.
COLUMNS = {
    "name": "name",
    "phone": "phone",
    "email": "email",
    "language": "language",
    "birthday": "birthday",
    "standing": "given_standing",
    "medical": "powered_medical",
    "manager": "manager_id",
}


def take_customers(work: Work, rows: Mapping[int, CustomerRow]) -> Taken:
    """Writes customers by their number; ``rows`` by the line they stand in."""
    taken, managers = Taken(), Managers(work)
    numbers = [row.number for row in rows.values()]
    query = select(Party).where(col(Party.number).in_(numbers)).order_by(col(Party.id)).with_for_update()
    known = {party.number: party for party in work.session.exec(query)}
    new: list[dict[str, Any]] = []
    born: list[str] = []
    rung: list[int] = []  # parties with another phone number
    moved: list[int] = []  # with another phone number or e-mail address
    weighed: list[int] = []  # of another class, or with medical equipment since now
    for line, row in rows.items():
        manager = managers.find(taken, line, row.manager)
        if row.manager and manager is None:
            continue
        party = known.get(row.number)
        if party is None:
            new.append(_fresh(row, manager))
            born += [row.number] if row.birthday else []
            taken.added += 1
            continue
        phone, email, birthday = party.phone, party.email, party.birthday
        weight = (party.given_standing, party.powered_medical)
        if not differing(party, _given(row, manager)):
            taken.unchanged += 1
            continue
        taken.changed += 1
        work.session.add(party)
        if party.birthday != birthday:
            born.append(party.number)
        if party.phone != phone:
            rung.append(party.id or 0)
        if (party.phone, party.email) != (phone, email):
            moved.append(party.id or 0)
        if (party.given_standing, party.powered_medical) != weight:
            weighed.append(party.id or 0)
    insert_all(work, Party, new)
    work.session.flush()
    _keep_birthdays(work, born)
    chats = addresses.of_parties(work, moved)  # before they may be theirs no more
    _mind_phones(work, rung)
    addresses.follow(work, chats)
    addresses.follow_letters(work, moved)
    green.weighed_anew(work, weighed)
    return taken


def _given(row: CustomerRow, manager: int | None) -> dict[str, Any]:
    """What the file says of a known customer; an empty language says nothing."""
    values = {name: getattr(row, name) for name in row.model_fields_set if name in COLUMNS}
    if "manager" in values:
        values["manager"] = manager
    if values.get("language", "") is None:
        del values["language"]
    return {COLUMNS[name]: value for name, value in values.items()}


def _fresh(row: CustomerRow, manager: int | None) -> dict[str, Any]:
    values = {column: getattr(row, name) for name, column in COLUMNS.items()}
    spoken = row.language or language.spoken(row.name) or Language.ZH
    return values | {"number": row.number, "language": spoken, "manager_id": manager}


def _keep_birthdays(work: Work, numbers: list[str]) -> None:
    found = work.session.exec(select(Party).where(col(Party.number).in_(numbers))).all() if numbers else []
    occasions.keep_all(
        work, [(f"party:{party.id}", OccasionKind.BIRTHDAY, party.birthday) for party in found]
    )


def _mind_phones(work: Work, party_ids: list[int]) -> None:
    """Another phone number: whoever proved to be them by the old one has not proved it any more."""
    if not party_ids:
        return
    query = select(AccountParty.account_id, AccountParty.party_id).where(
        col(AccountParty.party_id).in_(party_ids)
    )
    pairs = set(work.session.exec(query).all())
    ties.follow_books(work, {account_id for account_id, _ in pairs}, new=pairs)
    for customer in work.session.exec(select(Customer).where(col(Customer.party_id).in_(party_ids))):
        identity.forget_party(work, customer)
