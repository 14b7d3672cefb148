"""What is kept of a customer, as files: sent to their own chat only, whole, readable, with no markup of theirs."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlmodel import col, select
from telegram import Bot

from bot.chat.connection import connect, open_bot
from bot.chat.courier import TelegramCourier
from bot.chat.files import Files
from bot.chat.screen import ScreenCourier
from bot.chat.words import Words
from bot.desk.account import Account, AccountKind, AccountLink, Proof
from bot.desk.bill import BillState
from bot.desk.customer import Customer
from bot.desk.labels import Language
from bot.desk.notice import Act, Lane, Notice, NoticeState
from bot.desk.promise import PromiseState
from bot.desk.remark import RemarkState
from bot.desk.screen import ScreenPost
from bot.desk.ticket import Move, Ticket
from bot.desk.ticket_told import TOLD
from bot.desk.transcript import Author
from bot.desk.wishes import BillDetail, Channel
from bot.service import bill_records, conversation, handover, history, kept, privacy
from bot.service.bill_records import BillValues
from bot.service.conversation import Heard
from bot.service.courier import Letter, Refused
from bot.service.work import Desk
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator

WORDS = "<b>Tap</b> & sink"


class Seen(HTMLParser):
    """What a reader of the page sees; tags that are not the page's own are a mistake."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)


@pytest.fixture
async def bot(telegram: Emulator) -> AsyncIterator[Bot]:
    bot = open_bot(telegram.token, telegram.url)
    await connect(bot)
    yield bot
    await bot.shutdown()


def wrote(desk: Desk, chat: int, text: str = WORDS, number: int = 1) -> int:
    """A customer wrote and was answered; the customer's id."""
    with desk() as work:
        conversation.record(work, Heard(chat, number, "Li <i>Na</i>", work.now, text))
        talk = handover.begin(work, chat, None)
        assert talk is not None
        conversation.answer(work, chat, number, [])
        customer = work.session.exec(select(Customer).where(Customer.chat_id == chat)).one()
        assert customer.id is not None
        return customer.id


def letter(chat: int, customer: int, form: str, language: Language = Language.EN) -> Letter:
    return Letter(
        notice_id=7,
        reference="customer:1:export:1",
        kind="export",
        lane=Lane.REPLY,
        act=Act.DOCUMENT,
        chat_id=chat,
        language=language,
        customer_id=customer,
        template="export_caption",
        values={"what": "kept", "as": form},
    )


async def test_both_files_arrive_with_their_caption(
    bot: Bot, telegram: Emulator, customer: Person, desk: Desk, words: Words
) -> None:
    customer.says("hi")
    own = wrote(desk, customer.id)
    carrier = TelegramCourier(bot, words, Files(desk, words))
    for form in privacy.FORMS:
        await carrier.deliver(letter(customer.id, own, form))
    page, data = (one.content.decode() for one in telegram.files())
    assert WORDS in json.loads(data)["messages"][0]["text"]
    assert WORDS in Seen(page).text
    assert not Seen(page).tags & {"b", "i"}
    assert [one.text for one in telegram.from_bot(customer)] == [
        words.label(Language.EN, "export_caption", {"as": form}) for form in privacy.FORMS
    ]
    assert WORDS not in str(telegram.calls("sendDocument")[0].params)  # in the file, not beside it


@pytest.mark.parametrize("language", Language)
def test_every_section_and_field_has_its_words(words: Words, language: Language) -> None:
    fields = {name for names in kept.FIELDS.values() for name in names} | {
        "proof",
        "linked_at",
        "address",
        "holder",
    }
    assert not {one for one in fields - {"template", "values"} if not words.has(language, f"field_{one}")}


@pytest.mark.parametrize("language", Language)
def test_every_value_has_its_words(words: Words, language: Language) -> None:
    listed: list[tuple[str, type[StrEnum]]] = [
        *(
            ("bills_state", BillState),
            ("remarks_state", RemarkState),
            ("promises_state", PromiseState),
            ("notices_state", NoticeState),
        ),
        *(("author", Author), ("proof", Proof)),
        *(("channel", Channel), ("bill_detail", BillDetail)),
    ]
    keys = {f"kept_{name}_{value}" for name, values in listed for value in values}
    keys |= {f"kept_move_{move}" for move, fields in TOLD.items() if fields is not None}
    assert not {one for one in keys if not words.has(language, one)}


@pytest.mark.parametrize(
    ("language", "seen"),
    [(Language.EN, "SGD\u00a0402.92"), (Language.ZH, "未缴"), (Language.ZH, "2026-11-20 18:00")],
)
async def test_the_page_says_sums_states_and_times_as_people_do(
    desk: Desk, words: Words, language: Language, seen: str
) -> None:
    own = wrote(desk, 5001)
    with desk() as work:
        account = Account(kind=AccountKind.METER, number="M-1")
        work.session.add(account)
        work.session.flush()
        assert account.id
        at = datetime(2026, 11, 20, 10, tzinfo=UTC)
        work.session.add(AccountLink(customer_id=own, account_id=account.id, proof=Proof.CODE, linked_at=at))
        bill = BillValues("B-1", "2026-10", 40292, "SGD", at.date())
        bill_records.record_all(work, [(account.id, bill)])
    page = (await Files(desk, words).of(letter(5001, own, "html", language))).content.decode()
    assert seen in Seen(page).text


async def test_the_times_that_the_history_speaks_of_are_said_like_the_others(
    desk: Desk, words: Words
) -> None:
    own = wrote(desk, 5001)
    with desk() as work:
        ticket = work.session.exec(select(Ticket)).one()
        due = datetime(2026, 11, 20, 7, tzinfo=UTC).isoformat()
        history.note(work, ticket, Move.PROMISED, Author.AGENT, after=due, reason="we come")
        history.note(work, ticket, Move.DETAILS, Author.CUSTOMER, after="2026-11-20", reason="since")
    page = (await Files(desk, words).of(letter(5001, own, "html"))).content.decode()
    said = Seen(page).text
    assert "2026-11-20 15:00" in said
    assert due not in said


async def test_it_is_made_of_what_is_there_at_that_moment(desk: Desk, words: Words) -> None:
    own = wrote(desk, 5001)
    files = Files(desk, words)
    first = json.loads((await files.of(letter(5001, own, "json"))).content)
    wrote(desk, 5001, "and another thing", 2)
    second = json.loads((await files.of(letter(5001, own, "json"))).content)
    assert (len(first["messages"]), len(second["messages"])) == (1, 2)
    assert second["person"][0]["name"] == "Li <i>Na</i>"
    assert "tickets" in second
    assert "ratings" not in second  # there are none


async def test_what_the_desk_said_is_in_it_as_it_was_worded(desk: Desk, words: Words) -> None:
    own = wrote(desk, 5001)
    with desk() as work:
        ticket = work.session.exec(select(Notice.ticket_id).where(col(Notice.ticket_id).is_not(None))).first()
        notice = Notice(
            subject="x",
            kind="answer",
            lane=Lane.REPLY,
            chat_id=5001,
            customer_id=own,
            stream="chat:5001",
            language=Language.EN,
            template="agent_says",
            values={"number": "CD-1", "text": "on our way"},
            ticket_id=ticket,
            due_at=work.now,
            created_at=work.now,
        )
        work.session.add(notice)
    found = json.loads((await Files(desk, words).of(letter(5001, own, "json"))).content)["notices"]
    assert found[-1]["text"] == "💬 CD-1\non our way"
    assert "template" not in found[-1]


async def test_nobody_gets_somebody_elses_file(desk: Desk, words: Words) -> None:
    own = wrote(desk, 5001)
    wrote(desk, 5002, number=3)
    files = Files(desk, words)
    for wrong in (letter(5002, own, "json"), letter(5001, 999, "json")):
        with pytest.raises(Refused, match="nobody's file"):
            await files.of(wrong)


async def test_an_agents_note_is_not_in_it(desk: Desk, words: Words) -> None:
    own = wrote(desk, 5001)
    with desk() as work:
        conversation.answer_as_desk(work, 900, 1, Heard(-100, 50, "Wang", work.now, "// difficult person"))
        conversation.answer_as_desk(work, 900, 1, Heard(-100, 51, "Wang", work.now, "we are coming"))
    content = (await Files(desk, words).of(letter(5001, own, "json"))).content.decode()
    assert "we are coming" in content
    assert "difficult person" not in content


def read_privately(path: Path, folder: Path) -> str:
    """The file's text; it lies in ``folder`` and nobody else may read it."""
    assert path.parent == folder
    assert path.stat().st_mode & 0o077 == 0
    return path.read_text("utf-8")


async def test_in_the_terminal_it_is_a_file_whose_name_is_shown(
    desk: Desk, words: Words, tmp_path: Path
) -> None:
    own = wrote(desk, 5001)
    courier = ScreenCourier(desk, words, tmp_path / "exports")
    await courier.deliver(letter(5001, own, "html", Language.ZH))
    with desk() as work:
        post = work.session.exec(select(ScreenPost).order_by(col(ScreenPost.id).desc())).first()
    assert post is not None
    assert WORDS in Seen(read_privately(Path(post.media[0]["name"]), tmp_path / "exports")).text


async def test_without_files_it_is_refused_with_its_cure(bot: Bot, words: Words) -> None:
    with pytest.raises(Refused, match=r"bot\.chat\.files\.Files"):
        await TelegramCourier(bot, words).deliver(letter(5001, 1, "json"))
