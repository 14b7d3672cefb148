"""The class of an account: what the company says, else what was computed, the strongest of its parties'."""

from bot.desk.account import Account, AccountKind
from bot.desk.party import AccountParty, Party, PartyRole, PartyStanding, Standing
from bot.service import standing
from tests.builders import Scene


def party(scene: Scene, number: str, given: Standing | None = None, computed: Standing | None = None) -> int:
    with scene.desk() as work:
        one = Party(number=number, name=number, given_standing=given)
        work.session.add(one)
        work.session.flush()
        assert one.id is not None
        if computed:
            work.session.add(
                PartyStanding(
                    party_id=one.id, standing=computed, score=1, computed_at=work.now, due_at=work.now
                )
            )
        return one.id


def account(scene: Scene, number: str, *party_ids: int) -> int:
    with scene.desk() as work:
        one = Account(kind=AccountKind.HOME, number=number)
        work.session.add(one)
        work.session.flush()
        assert one.id is not None
        for party_id in party_ids:
            work.session.add(AccountParty(account_id=one.id, party_id=party_id, role=PartyRole.OWNER))
        return one.id


def test_the_company_s_word_wins_over_what_was_computed(scene: Scene) -> None:
    one = party(scene, "p1", given=Standing.KEY, computed=Standing.CREDIT_RISK)
    other = party(scene, "p2", computed=Standing.VIP)
    nobody = party(scene, "p3")
    with scene.glance() as work:
        assert standing.of_parties(work, [one, other, nobody]) == {
            one: Standing.KEY,
            other: Standing.VIP,
            nobody: Standing.ORDINARY,
        }


def test_an_account_is_what_its_strongest_party_is(scene: Scene) -> None:
    vip, risk = party(scene, "v", given=Standing.VIP), party(scene, "r", computed=Standing.CREDIT_RISK)
    shared, owed, empty = account(scene, "a", risk, vip), account(scene, "b", risk), account(scene, "c")
    with scene.glance() as work:
        assert standing.of_accounts(work, [shared, owed, empty, 999]) == {
            shared: Standing.VIP,
            owed: Standing.CREDIT_RISK,
            empty: Standing.ORDINARY,
            999: Standing.ORDINARY,
        }
        assert standing.of_accounts(work, []) == {}


def test_more_than_fit_into_one_query(scene: Scene) -> None:
    one = account(scene, "a", party(scene, "v", given=Standing.VIP))
    with scene.glance() as work:
        found = standing.of_accounts(work, range(one, one + 1200))
        assert len(found) == 1200
        assert found[one] == Standing.VIP
