"""Each button of a ticket belongs to one topic: a second deed of the same name would take its place, unseen."""

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

from bot.service import ticket_deeds


def test_no_two_topics_have_a_deed_of_the_same_name() -> None:
    tree = ast.parse(Path(ticket_deeds.__file__).read_text("utf-8"))
    topics = [
        value.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        for key, value in zip(node.keys, node.values, strict=True)
        if key is None and isinstance(value, ast.Attribute) and isinstance(value.value, ast.Name)
    ]
    assert "transfers" in topics
    names = Counter(name for topic in topics for name in import_module(f"bot.service.{topic}").DEEDS)
    assert [name for name, count in names.items() if count > 1] == []
