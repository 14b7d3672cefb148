"""Settings: read once, from the environment before `.env`; a wrong one is a line with its cure."""

import re
from pathlib import Path

import pytest

from bot.settings import CURES, ROOT, Settings, SettingsError, load


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*CURES, "LC_ALL", "LC_MESSAGES", "LANG"]:
        monkeypatch.delenv(name, raising=False)


def test_a_desk_runs_without_any_setting() -> None:
    settings = load(env_file=None)
    assert settings.telegram_bot_token is None
    assert settings.database_url == f"sqlite:///{ROOT}/.caredesk/desk.db"
    assert settings.webhook_url is None
    assert settings.policy_file == ROOT / "policy.toml"


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("WEBHOOK_LISTEN=127.0.0.2\nSTAFF_CHAT_ID=-1001\nTELEGRAM_BOT_TOKEN=\n", encoding="utf-8")
    monkeypatch.setenv("WEBHOOK_LISTEN", "127.0.0.3")
    settings = load(file)
    assert settings.telegram_bot_token is None
    assert (settings.webhook_listen, settings.staff_chat_id) == ("127.0.0.3", -1001)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", "not-a-token"),
        ("TELEGRAM_API_URL", "telegram"),
        ("STAFF_CHAT_ID", "our group"),
        ("DATABASE_URL", "mysql://there/desk"),
        ("RASA_URL", "localhost"),
        ("ACTIONS_URL", "ftp://there"),
        ("WEBHOOK_URL", "here"),
        ("WEBHOOK_SECRET", "with blanks"),
        ("WEBHOOK_PORT", "70000"),
        ("LOG_LEVEL", "loud"),
        ("LOG_JSON", "perhaps"),
    ],
)
def test_a_wrong_setting_is_one_line_naming_it_and_its_cure(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as wrong:
        load(env_file=None)
    line = str(wrong.value)
    english, chinese = CURES[name]
    assert line == f"{name} is missing or wrong: {english} / {name} 缺失或有误：{chinese}"
    assert value not in line, "it may be a secret"


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEBHOOK_URL", "https://desk.example/hook")
    with pytest.raises(SettingsError, match=r"^WEBHOOK_SECRET is missing"):
        load(env_file=None)
    monkeypatch.setenv("WEBHOOK_SECRET", "s3cret_-")
    assert load(env_file=None).webhook_url == "https://desk.example/hook"


def test_a_file_that_is_not_utf8_is_one_line(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("LOG_LEVEL=亚洲".encode("gbk"))
    with pytest.raises(SettingsError, match=r"\.env cannot be read .* make it a readable UTF-8 file"):
        load(file)


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://u:p@db/desk", "postgresql+psycopg://u:p@db/desk"),
        ("postgresql://u:p@db/desk", "postgresql+psycopg://u:p@db/desk"),
        ("postgresql+psycopg://u:p@db/desk", "postgresql+psycopg://u:p@db/desk"),
        ("sqlite:////tmp/desk.db", "sqlite:////tmp/desk.db"),
        ("sqlite:///desk.db", f"sqlite:///{ROOT}/desk.db"),
    ],
)
def test_database_addresses_name_their_driver(monkeypatch: pytest.MonkeyPatch, given: str, used: str) -> None:
    monkeypatch.setenv("DATABASE_URL", given)
    assert load(env_file=None).database_url == used


@pytest.mark.parametrize(("locale", "language"), [("zh_CN.UTF-8", "zh"), ("en_US.UTF-8", "en"), ("C", "en")])
def test_the_terminal_speaks_the_locale(monkeypatch: pytest.MonkeyPatch, locale: str, language: str) -> None:
    monkeypatch.setenv("LANG", locale)
    assert load(env_file=None).terminal_language == language
    monkeypatch.setenv("TERMINAL_LANGUAGE", "zh")
    assert load(env_file=None).terminal_language == "zh"


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:very-secret")
    monkeypatch.setenv("WEBHOOK_SECRET", "hook-secret")
    shown = repr(load(env_file=None)) + str(load(env_file=None))
    assert "very-secret" not in shown
    assert "hook-secret" not in shown


def test_a_child_process_reads_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:abc")
    monkeypatch.setenv("LOG_JSON", "yes")
    settings = load(env_file=None)
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert load(env_file=None) == settings


def test_the_example_names_every_setting_with_its_meaning_in_both_languages() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^([A-Z_]+)=", text, re.M)) == {name.upper() for name in Settings.model_fields}
    assert CURES.keys() == {name.upper() for name in Settings.model_fields}
    for block in text.strip().split("\n\n")[1:]:
        comments = [line for line in block.splitlines() if line.startswith("#")]
        assert len(comments) >= 2, block
        assert re.search(r"[a-z]{3}", comments[0]), block
        assert re.search(r"[\u4e00-\u9fff]", comments[1]), block


def test_the_example_itself_loads() -> None:
    assert load(ROOT / ".env.example") == load(env_file=None)
