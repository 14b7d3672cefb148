"""Corrections made before they knew their message learn which one it was, and how it was read."""

from sqlalchemy import text

from bot.store.engine import open_engine
from bot.store.migrate import upgrade

BEFORE = (
    "INSERT INTO customer (id, chat_id, name, language, language_chosen, created_at)"
    " VALUES (1, 77, 'Li', 'zh', false, :now)",
    "INSERT INTO message (id, customer_id, author, chat_id, message_id, text, media, forwarded, internal,"
    " reading, written_at) VALUES (5, 1, 'customer', 77, 1, '漏水', '[]', false, false, :read, :now)",
    "INSERT INTO ticket (id, customer_id, source_message_id, kind, category, urgent, language, state, due_at,"
    " round, steps, filed_at, last_word_at)"
    " VALUES (9, 1, 5, 'complaint', 'quality', false, 'zh', 'open', :now, 1, 0, :now, :now)",
    "INSERT INTO ticket (id, customer_id, kind, category, urgent, language, state, due_at,"
    " round, steps, filed_at, last_word_at)"
    " VALUES (10, 1, 'inquiry', 'service', false, 'zh', 'open', :now, 1, 0, :now, :now)",
    "INSERT INTO correction (id, ticket_id, text, language, field, before, after, author, at)"
    " VALUES (1, 9, '漏水', 'zh', 'kind', 'inquiry', 'complaint', 'customer', :now)",
    "INSERT INTO correction (id, ticket_id, text, language, field, before, after, author, at)"
    " VALUES (2, 10, '', 'zh', 'kind', 'inquiry', 'praise', 'agent', :now)",
)


def test_what_is_known_is_filled_in(empty_database_url: str) -> None:
    upgrade(empty_database_url, "0001")
    engine = open_engine(empty_database_url)
    with engine.begin() as connection:
        for statement in BEFORE:
            values = {"now": "2026-03-02 09:30:00+00:00", "read": '{"kind": "inquiry"}'}
            bound = text(statement)
            connection.execute(bound, {name: values[name] for name in bound._bindparams})
    upgrade(empty_database_url)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT message_id, read, asked FROM correction ORDER BY id")).all()
    engine.dispose()
    first, second = ((ref, str(read), bool(asked)) for ref, read, asked in rows)
    assert first[0] == 5
    assert "inquiry" in first[1]
    assert second == (None, "None", False)
    assert first[2] is False
