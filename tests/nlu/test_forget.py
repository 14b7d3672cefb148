"""Forgetting a conversation: gone from the tracker store and from the bytes of its file, and nobody else's is."""

import asyncio

import pytest
from rasa.core.tracker_store import (
    AwaitableTrackerStore,
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.forget_channel import CannotForget, forget


def said(store, sender, *texts):
    events = [UserUttered(text) for text in texts]
    asyncio.run(store.save(DialogueStateTracker.from_events(sender, events)))


def test_every_event_of_the_sender_goes_from_the_store_and_from_its_file(tmp_path):
    file = tmp_path / "rasa.db"
    store = SQLTrackerStore(Domain.empty(), dialect="sqlite", db=str(file))
    said(store, "5001", "the tap at lilac lane drips", "since sunday")
    said(store, "5002", "the lift is broken")
    assert b"lilac lane" in file.read_bytes()
    assert forget(FailSafeTrackerStore(AwaitableTrackerStore(store)), "5001") == 2
    assert asyncio.run(store.retrieve("5001")) is None
    assert b"lilac lane" not in file.read_bytes()
    assert len(asyncio.run(store.retrieve("5002")).events) == 1
    assert forget(store, "5001") == 0


def test_a_store_in_memory_forgets_too():
    store = InMemoryTrackerStore(Domain.empty())
    said(store, "5001", "hello")
    assert forget(store, "5001") == 1
    assert forget(store, "5001") == 0


def test_another_store_is_named_with_its_cure():
    with pytest.raises(CannotForget, match=r"set tracker_store to SQL in endpoints.yml"):
        forget(TrackerStore(Domain.empty()), "5001")
