"""The desk's settings: the only reader of the environment and of `.env`.

Nothing is read at import; `load()` reads once and returns frozen values that are passed on as arguments.
"""

import re
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".caredesk"

# What to write, for every setting that can be wrong: English, Chinese.
CURES: dict[str, tuple[str, str]] = {
    "TELEGRAM_BOT_TOKEN": (
        "paste the whole token that @BotFather gave, like 123456:ABC-def",
        "请完整粘贴 @BotFather 给的令牌，形如 123456:ABC-def",
    ),
    "TELEGRAM_API_URL": (
        "write an http(s) address without /bot at its end",
        "请写 http(s) 地址，末尾不带 /bot",
    ),
    "STAFF_CHAT_ID": (
        "write the staff group's number, like -1001234567890",
        "请写客服群的编号，形如 -1001234567890",
    ),
    "DATABASE_URL": (
        "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        "请写 sqlite:///文件 或 postgresql://用户:密码@主机/库名",
    ),
    "RASA_URL": ("write the Rasa server's http(s) address", "请写 Rasa 服务的 http(s) 地址"),
    "ACTIONS_URL": (
        "write the action server's http(s) address, ending in /webhook",
        "请写动作服务的 http(s) 地址，以 /webhook 结尾",
    ),
    "WEBHOOK_URL": ("write the https address Telegram shall call", "请写 Telegram 要调用的 https 地址"),
    "WEBHOOK_SECRET": (
        "set 1 to 256 letters, digits, _ or -; it is required together with WEBHOOK_URL",
        "请设 1 至 256 个字母、数字、_ 或 -；填了 WEBHOOK_URL 就必须填它",
    ),
    "WEBHOOK_PORT": ("write a port from 1 to 65535", "请写 1 至 65535 之间的端口"),
    "WEBHOOK_LISTEN": ("write the address to listen on, like 127.0.0.1", "请写监听地址，如 127.0.0.1"),
    "APPRISE_EMAIL": (
        "write an Apprise address with {address} where the customer's goes",
        "请写 Apprise 地址，客户地址处写 {address}",
    ),
    "APPRISE_SMS": (
        "write an Apprise address with {address} where the customer's number goes",
        "请写 Apprise 地址，客户号码处写 {address}",
    ),
    "LOG_LEVEL": ("write DEBUG, INFO, WARNING or ERROR", "请写 DEBUG、INFO、WARNING 或 ERROR"),
    "LOG_JSON": ("write true or false", "请写 true 或 false"),
    "TERMINAL_LANGUAGE": ("write zh or en", "请写 zh 或 en"),
    "POLICY_FILE": ("write the path of a readable policy.toml", "请写可读的 policy.toml 的路径"),
}


class SettingsError(Exception):
    """A setting is missing or wrong. The message is one line that names the variable and the cure."""


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+(/\S*)?", value):
        raise ValueError("is not an http(s) address")
    return value.rstrip("/")


def _bot_token(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"\d+:[A-Za-z0-9_-]+", value.get_secret_value()):
        raise ValueError("is not a bot token")
    return value


def _webhook_secret(value: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value.get_secret_value()):
        raise ValueError("has a character that Telegram does not allow")
    return value


def _template(value: SecretStr) -> SecretStr:
    if "{address}" not in value.get_secret_value():
        raise ValueError("has no {address}")
    return value


def _database(value: str) -> str:
    """The address with its driver named; a relative SQLite file is taken from the project's folder."""
    value = re.sub(r"^postgres(ql)?(\+psycopg)?://", "postgresql+psycopg://", value)
    if value.startswith("postgresql+psycopg://"):
        return value
    match = re.fullmatch(r"sqlite:///(.+)", value)
    if not match:
        raise ValueError("names no database this desk can use")
    file = match.group(1)
    return value if file.startswith((":memory:", "file:")) else f"sqlite:///{ROOT / file}"


def _port(value: int) -> int:
    if not 1 <= value <= 65535:
        raise ValueError("is not a port")
    return value


def _policy(value: Path) -> Path:
    return ROOT / value


def _upper(value: object) -> object:
    return value.upper() if isinstance(value, str) else value


def _language(value: object) -> str:
    """`zh` for any Chinese locale such as zh_CN.UTF-8, else `en`."""
    return "zh" if str(value).lower().startswith("zh") else "en"


WebAddress = Annotated[str, AfterValidator(_web_address)]


class Settings(BaseSettings):
    """Everything that differs between one desk and another, and is no matter of policy.

    No `webhook_url` means polling; no `telegram_bot_token` means no Telegram at all. `telegram_api_url` is a
    Bot API server of one's own; Telegram's when there is none. `apprise_email` and `apprise_sms` are templates of
    Apprise addresses with `{address}` for the customer's; without one nothing goes that way.
    `terminal_language` is what whoever runs commands reads; the locale decides.
    """

    model_config = SettingsConfigDict(
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_bot_token: Annotated[SecretStr, AfterValidator(_bot_token)] | None = None
    telegram_api_url: WebAddress | None = None
    staff_chat_id: int | None = None
    database_url: Annotated[str, AfterValidator(_database)] = f"sqlite:///{STATE / 'desk.db'}"
    rasa_url: WebAddress = "http://127.0.0.1:5005"
    actions_url: WebAddress = "http://127.0.0.1:5055/webhook"
    webhook_url: WebAddress | None = None
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] | None = None
    webhook_port: Annotated[int, AfterValidator(_port)] = 8443
    webhook_listen: str = "127.0.0.1"
    apprise_email: Annotated[SecretStr, AfterValidator(_template)] | None = None
    apprise_sms: Annotated[SecretStr, AfterValidator(_template)] | None = None
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = "INFO"
    log_json: bool = False
    policy_file: Annotated[Path, AfterValidator(_policy)] = ROOT / "policy.toml"
    terminal_language: Annotated[Literal["zh", "en"], BeforeValidator(_language)] = Field(
        default="en", validation_alias=AliasChoices("TERMINAL_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    )

    @model_validator(mode="after")
    def _webhook_has_its_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_SECRET is missing")
        return self

    def channel_templates(self) -> dict[str, str | None]:
        """The templates of Apprise addresses by channel. Carries secrets in clear text."""
        given = {"email": self.apprise_email, "sms": self.apprise_sms}
        return {channel: one.get_secret_value() if one else None for channel, one in given.items()}

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for a child process. Carries secrets in clear text."""
        return {name.upper(): text for name, value in self if (text := _as_text(value)) is not None}


def _as_text(value: object) -> str | None:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def load(env_file: Path | None = ROOT / ".env") -> Settings:
    """Read the environment and `env_file`; the environment wins.

    Raises:
        SettingsError: a variable is missing or wrong, or the file cannot be read.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as wrong:
        raise SettingsError(_explain(wrong)) from None
    except (OSError, UnicodeDecodeError) as unreadable:
        raise SettingsError(
            f"{env_file} cannot be read ({unreadable}); make it a readable UTF-8 file"
            f" / 无法读取 {env_file}：请改为可读的 UTF-8 文件"
        ) from unreadable


def _explain(wrong: ValidationError) -> str:
    """One line for the first wrong setting, without its value: it may be a secret."""
    first = wrong.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0]).upper() if first["loc"] else "WEBHOOK_SECRET"
    english, chinese = CURES[name]
    return f"{name} is missing or wrong: {english} / {name} 缺失或有误：{chinese}"
