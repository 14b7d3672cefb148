"""Migrations go up from nothing to exactly the nouns, down again, and do not trip over each other."""

import multiprocessing
import os
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, inspect

from bot.service.work import StoreAway
from bot.store.engine import open_engine
from bot.store.migrate import downgrade, upgrade
from bot.store.tables import metadata


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "target_metadata": metadata}
        )
        return list(compare_metadata(context, metadata))


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def test_up_from_nothing_gives_exactly_the_nouns(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    assert tables(engine) == {*metadata.tables, "alembic_version"}
    assert differences(engine) == []
    engine.dispose()


def test_down_leaves_nothing_and_up_again_works(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    downgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    assert tables(engine) == {"alembic_version"}
    upgrade(empty_database_url)
    upgrade(empty_database_url)  # the second finds nothing to do
    assert differences(engine) == []
    engine.dispose()


def test_works_from_any_folder(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    upgrade(empty_database_url)
    engine = open_engine(empty_database_url)
    assert differences(engine) == []
    engine.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_relative_sqlite_file_gets_its_folder(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    upgrade("sqlite:///a/b/desk.db")
    assert (tmp_path / "a" / "b" / "desk.db").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreAway, match=r"the folder .*file/sub cannot be created"):
        upgrade(f"sqlite:///{tmp_path / 'file' / 'sub' / 'desk.db'}")


def test_several_processes_may_start_at_once(empty_database_url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    processes = [spawn.Process(target=upgrade, args=(empty_database_url,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [os.EX_OK] * 4
    engine = open_engine(empty_database_url)
    assert differences(engine) == []
    engine.dispose()
