"""Accounts of the company's books: contracts, meters, homes, orders, and the customers they belong to."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import col, delete, select

from bot.desk import codes
from bot.desk.account import Account
from bot.desk.occasion import OccasionKind
from bot.desk.party import AccountParty, Party, PartyRole
from bot.service import addresses, green, occasions, ties
from bot.service.books_rows import AccountRow
from bot.service.books_taken import Managers, Taken, differing, ids_by_number, insert_all
from bot.service.ties import Pair
from bot.service.work import Work

PLAIN = ("kind", "holder", "phone", "site", "building", "feeder", "address", "tariff", "voltage", "size")
DAYS = {"moved_in": "moved_in_on", "contract_until": "contract_until", "warranty_until": "warranty_until"}
KINDS = {
    "moved_in_on": OccasionKind.MOVED_IN,
    "contract_until": OccasionKind.CONTRACT_UNTIL,
    "warranty_until": OccasionKind.WARRANTY_UNTIL,
}
THREADS = 4  # digests of codes take long and wait for nothing

Roles = Mapping[PartyRole, set[int]]


def take_accounts(work: Work, rows: Mapping[int, AccountRow]) -> Taken:
    """Writes accounts by their number, with their parties; ``rows`` by the line they stand in.

    Of a known account only what the rows name is changed: the roles they have, the code where it is not empty.
    """
    taken = Taken()
    rows, managers, roles = _resolved(work, taken, rows)
    known = _known(work, rows.values())
    digests = _digests(rows.values(), known)
    new: list[dict[str, Any]] = []
    changed: set[str] = set()
    days: set[str] = set()
    phones: set[str] = set()
    handed: set[str] = set()
    for line, row in rows.items():
        account = known.get(row.number)
        if account is None:
            new.append(_fresh(row, managers[line]) | {"code_digest": digests.get(row.number)})
            days.add(row.number)
            continue
        phone, before = account.phone, [getattr(account, name) for name in KINDS]
        paper = (account.holder, account.code_digest)
        values = _given(row, managers[line])
        if row.number in digests:
            values["code_digest"] = digests[row.number]
        if differing(account, values):
            work.session.add(account)
            changed.add(row.number)
        if before != [getattr(account, name) for name in KINDS]:
            days.add(row.number)
        if account.phone != phone:
            phones.add(row.number)
        if any(
            had and had != has for had, has in zip(paper, (account.holder, account.code_digest), strict=True)
        ):
            handed.add(row.number)
    insert_all(work, Account, new)
    work.session.flush()
    ids = ids_by_number(work, Account, (row.number for row in rows.values()))
    settled = _settle_parties(work, {ids[row.number]: roles[line] for line, row in rows.items()})
    _keep_days(work, [ids[number] for number in days], {ids[one["number"]] for one in new})
    other = {ids[number] for number in handed}
    moved = settled.moved
    touched = moved | other | {ids[number] for number in phones}
    ties.follow_books(work, touched, settled.left, other, new=settled.came)
    addresses.forget(work, settled.gone)
    green.weighed_anew(work, {party for _, party in settled.came})
    fresh = {one["number"] for one in new}
    changed |= {number for number, one in ids.items() if one in moved} - fresh
    taken.added, taken.changed = len(fresh), len(changed)
    taken.unchanged = len(rows) - len(fresh) - len(changed)
    return taken


def _resolved(
    work: Work, taken: Taken, rows: Mapping[int, AccountRow]
) -> tuple[dict[int, AccountRow], dict[int, int | None], dict[int, Roles]]:
    """The rows whose customers and managers are known, with their ids; the others are noted in ``taken``."""
    everybody = Managers(work)
    named = (number for row in rows.values() for some in row.parties().values() for number in some)
    parties = ids_by_number(work, Party, named)
    managers: dict[int, int | None] = {}
    roles: dict[int, Roles] = {}
    for line, row in rows.items():
        before = len(taken.mistakes)
        managers[line] = everybody.find(taken, line, row.manager)
        for role, some in row.parties().items():
            for number in (one for one in some if one not in parties):
                taken.refuse(line, role, number, "unknown_customer")
        if len(taken.mistakes) == before:
            roles[line] = {role: {parties[one] for one in some} for role, some in row.parties().items()}
    return {line: row for line, row in rows.items() if line in roles}, managers, roles


def _known(work: Work, rows: Iterable[AccountRow]) -> dict[str, Account]:
    numbers = [row.number for row in rows]
    query = (
        select(Account).where(col(Account.number).in_(numbers)).order_by(col(Account.id)).with_for_update()
    )
    return {account.number: account for account in work.session.exec(query)}


def _digests(rows: Iterable[AccountRow], known: Mapping[str, Account]) -> dict[str, str]:
    """New digests of the codes that are not the ones already kept."""

    def digest(row: AccountRow) -> str | None:
        account = known.get(row.number)
        assert row.code is not None
        if account is not None and codes.matches(row.code, account.code_digest):
            return None
        return codes.digest_of(row.code)

    def digested(some: Sequence[AccountRow]) -> dict[str, str]:
        return {row.number: one for row in some if (one := digest(row)) is not None}

    named = [row for row in rows if row.code]
    # A thread has its share at once: handing over costs, too.
    shares = [named[at::THREADS] for at in range(THREADS)]
    with ThreadPoolExecutor(THREADS) as threads:
        return {number: one for made in threads.map(digested, shares) for number, one in made.items()}


def _given(row: AccountRow, manager: int | None) -> dict[str, Any]:
    """What the file says of a known account."""
    values = {name: getattr(row, name) for name in PLAIN if name in row.model_fields_set}
    values |= {column: getattr(row, name) for name, column in DAYS.items() if name in row.model_fields_set}
    return values | ({"manager_id": manager} if "manager" in row.model_fields_set else {})


def _fresh(row: AccountRow, manager: int | None) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in PLAIN}
    values |= {column: getattr(row, name) for name, column in DAYS.items()}
    return values | {"number": row.number, "manager_id": manager}


@dataclass(frozen=True)
class Settled:
    """The accounts whose parties changed (``moved``), those that have other ones (``left``: somebody left altogether,
    or the first ones came where nobody was known), who came where, and who is gone from where.
    """

    moved: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    came: set[Pair] = field(default_factory=set)
    gone: set[Pair] = field(default_factory=set)


def _settle_parties(work: Work, wanted: Mapping[int, Roles]) -> Settled:
    """Makes the parties of accounts what the file says, role by role."""
    kept: dict[int, dict[tuple[PartyRole, int], int]] = defaultdict(dict)
    query = select(AccountParty).where(col(AccountParty.account_id).in_(list(wanted)))
    for one in work.session.exec(query):
        kept[one.account_id][one.role, one.party_id] = one.id or 0
    new: list[dict[str, Any]] = []
    no_more: list[int] = []
    settled = Settled()
    for account_id, roles in wanted.items():
        has = kept[account_id]
        wants = {(role, party) for role, some in roles.items() for party in some}
        over = {key for key in has if key[0] in roles and key not in wants}
        new += [
            {"account_id": account_id, "role": role, "party_id": party} for role, party in wants - has.keys()
        ]
        no_more += [has[key] for key in over]
        had, stays = ({party for _, party in some} for some in (has, (has.keys() | wants) - over))
        if over or wants - has.keys():
            settled.moved.add(account_id)
        if had - stays or (stays and not had):
            settled.left.add(account_id)
        settled.came.update((account_id, party) for party in stays - had)
        settled.gone.update((account_id, party) for party in had - stays)
    if no_more:
        work.session.exec(delete(AccountParty).where(col(AccountParty.id).in_(no_more)))
    insert_all(work, AccountParty, new)
    return settled


def _keep_days(work: Work, account_ids: Iterable[int], fresh: Collection[int]) -> None:
    """The days of these accounts become occasions; of ``fresh`` ones only those that are there."""
    wanted = list(account_ids)
    query = select(
        col(Account.id), col(Account.moved_in_on), col(Account.contract_until), col(Account.warranty_until)
    )
    found = work.session.exec(query.where(col(Account.id).in_(wanted))).all() if wanted else []
    kept = [(one[0], kind, day) for one in found for kind, day in zip(KINDS.values(), one[1:], strict=True)]
    occasions.keep_all(
        work, [(f"account:{one}", kind, day) for one, kind, day in kept if day or one not in fresh]
    )
