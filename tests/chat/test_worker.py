"""The workers: order in each chat, everything kept when something is away, and the customer told the truth."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.chat.dispatch import Dispatch
from bot.chat.screen import ScreenLine
from bot.chat.words import Words
from bot.chat.worker import Workers
from bot.desk.inbox import InboxState, InboxUpdate
from bot.desk.ticket import Ticket
from bot.desk.transcript import Message
from bot.service import inbox
from bot.service.dialogue import DialogueAway
from bot.service.work import Desk
from tests.chat.conftest import RunningDesk, ScriptedDialogue
from tests.chat.test_door import update
from tests.emulator.actors import Person
from tests.emulator.emulator import Emulator


async def test_the_dialogue_is_away_and_comes_back(
    running: RunningDesk, telegram: Emulator, customer: Person
) -> None:
    running.dialogue.away = True
    customer.says("漏水")
    customer.says("没电")
    told = await telegram.wait_for_async("您的消息已经收到并保存", chat=customer)
    assert "紧急电话" in told.text
    await telegram.wait_for_async("对话服务暂时没有应答", chat=running.staff)
    running.dialogue.away = False
    await running.settled()
    assert [text for _, text in running.dialogue.heard] == ["漏水", "没电"]
    assert running.dialogue.forgotten, "a turn that failed is taken back before it is said again"
    await telegram.wait_for_async("CD-1 已受理", chat=customer)
    assert sum("已经收到并保存" in one.text for one in telegram.from_bot(customer)) == 1


async def test_who_waits_in_a_slow_turn_is_told_meanwhile(
    running: RunningDesk, telegram: Emulator, customer: Person
) -> None:
    running.dialogue.seconds = 2.5
    customer.says("漏水")
    delayed = await telegram.wait_for_async("已经收到并保存", chat=customer)
    answer = await telegram.wait_for_async("CD-1 已受理", chat=customer)
    assert delayed.id < answer.id


async def test_an_update_that_always_fails_is_given_up_and_staff_are_told(
    running: RunningDesk, telegram: Emulator, customer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.inbox.MOST_ATTEMPTS", 3)
    running.dialogue.broken = RuntimeError("no such slot")
    customer.says("漏水")
    told = await telegram.wait_for_async("没能处理", chat=running.staff)
    assert "RuntimeError: no such slot" in told.text
    running.dialogue.broken = None
    customer.says("没电")
    await telegram.wait_for_async("已受理", chat=customer)
    with running.desk() as work:
        failed = work.session.exec(select(InboxUpdate).where(InboxUpdate.state == InboxState.FAILED)).one()
        assert failed.body["message"]["text"] == "漏水"


async def test_redelivered_and_out_of_order_updates_do_nothing_twice(
    running: RunningDesk, telegram: Emulator, customer: Person
) -> None:
    with telegram.held(reversed):
        customer.says("漏水")
        later = customer.says("门坏了")
    await running.settled()
    telegram.redeliver(later)
    await running.settled()
    with running.desk() as work:
        assert len(work.session.exec(select(Message).where(Message.chat_id == customer.id)).all()) == 2


async def test_an_album_is_one_message(running: RunningDesk, telegram: Emulator, customer: Person) -> None:
    customer.sends_album(["photo", "photo", "video"], caption="墙上有裂缝")
    await telegram.wait_for_async("CD-1 已受理", chat=customer)
    await running.settled()
    assert running.dialogue.heard == [(customer.id, "墙上有裂缝")]
    with running.desk() as work:
        message = work.session.exec(select(Message)).one()
        assert [one["type"] for one in message.media] == ["photo", "photo", "video"]
        assert work.session.exec(select(Ticket)).one().source_message_id == message.id
    await telegram.wait_until_async(
        lambda: sum(one.album is not None for one in telegram.from_bot(running.staff)) == 3
    )


async def test_chats_are_worked_on_at_once_and_each_in_its_order(desk: Desk) -> None:
    """All five chats are in work before any is done; within a chat one update follows the other."""
    busy: set[int] = set()
    all_in_work, order = asyncio.Event(), []

    async def work_off(updates: Sequence[inbox.InboxUpdate]) -> None:
        chat = updates[0].chat_id
        assert chat not in busy
        busy.add(chat)
        if len(busy) == 5:
            all_in_work.set()
        await all_in_work.wait()
        busy.remove(chat)
        order.append((chat, updates[0].update_id))
        with desk() as work:
            inbox.finish(work, [updates[0].update_id])
        if len(order) == 20:
            stop.set()

    for number in range(20):
        body = update(number).to_dict()
        body["message"]["chat"]["id"] = number % 5
        with desk() as work:
            inbox.record(work, body)
    stop = asyncio.Event()
    async with asyncio.timeout(20):
        await Workers(desk, work_off, lambda: None).run(stop)
    for chat in range(5):
        mine = [number for one, number in order if one == chat]
        assert mine == sorted(mine)


async def test_the_turn_in_hand_is_finished_at_the_end(desk: Desk) -> None:
    started, ended = asyncio.Event(), []

    async def work_off(updates: Sequence[inbox.InboxUpdate]) -> None:
        started.set()
        await asyncio.sleep(0.2)
        ended.append(updates[0].update_id)

    with desk() as work:
        inbox.record(work, update(1).to_dict())
    stop = asyncio.Event()
    running = asyncio.create_task(Workers(desk, work_off, lambda: None).run(stop))
    await started.wait()
    stop.set()
    await running
    assert ended == [1]


async def test_a_turn_without_end_is_cut_off_and_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.chat.worker.TURN", timedelta(seconds=0.1))
    tries = []

    async def work_off(updates: Sequence[inbox.InboxUpdate]) -> None:
        tries.append(updates[0].attempts)
        if len(tries) == 2:
            stop.set()
            return
        await asyncio.sleep(60)

    with desk() as work:
        inbox.record(work, update(1).to_dict())
    stop = asyncio.Event()
    async with asyncio.timeout(20):
        await Workers(desk, work_off, lambda: None).run(stop)
    assert tries == [0, 1]


async def test_no_message_is_given_up_because_the_dialogue_is_away_for_long(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.inbox.MOST_ATTEMPTS", 6)
    monkeypatch.setattr("bot.chat.worker.FIRST_WAIT", 0.01)
    monkeypatch.setattr("bot.chat.worker.LONGEST_WAIT", 0.05)
    monkeypatch.setattr("bot.chat.worker.LEASE", timedelta(seconds=0.1))
    tries = []

    async def work_off(updates: Sequence[inbox.InboxUpdate]) -> None:
        tries.append(updates[0].attempts)
        if len(tries) < 12:
            raise DialogueAway
        with desk() as work:
            inbox.finish(work, [updates[0].update_id])
        stop.set()

    with desk() as work:
        inbox.record(work, update(1).to_dict())
    stop = asyncio.Event()
    async with asyncio.timeout(20):
        await Workers(desk, work_off, lambda: None, look_every=0.05).run(stop)
    assert max(tries) < 5
    with desk() as work:
        assert work.session.exec(select(InboxUpdate)).one().state == InboxState.DONE


async def test_a_turn_that_a_killed_process_began_is_taken_back(desk: Desk, words: Words) -> None:
    dialogue = ScriptedDialogue(desk)
    work_off = Dispatch(desk, dialogue, ScreenLine(desk), words, lambda: None)
    with desk() as work:
        inbox.record(work, update(1, "漏水").to_dict())
        claimed = inbox.claim(work, timedelta(seconds=30))
    dialogue.away = True
    with pytest.raises(DialogueAway):
        await work_off(claimed)
    dialogue.away = False
    await work_off(claimed)
    assert dialogue.forgotten == [(7, 1)]
    assert dialogue.heard == [(7, "漏水")]
