"""The processes of a running desk: one table for `python -m bot up`, the compose file and the tests.

A command is written without its interpreter; `{model}`, `{port}`, `{interface}` and `{endpoints}` stand for
what differs between a laptop and a container.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.settings import STATE

Environment = Literal["rasa", "app"]

# The interpreter of each environment where requirements/prepare.py made them.
INTERPRETERS: dict[Environment, str] = {
    "rasa": str(STATE / "rasa-env" / "bin" / "python"),
    "app": str(STATE / "app-env" / "bin" / "python"),
}


@dataclass(frozen=True)
class Process:
    """One row of the table.

    Attributes:
        name: also the compose service and the log's file name.
        environment: which Python environment it runs in.
        command: arguments of that environment's Python.
        port: its usual TCP port; None when it listens on none.
        health: the HTTP path that answers 200 when it is ready, or the arguments of a command that exits 0.
        needs: the processes that must be ready before it starts.
        variables: environment variables it runs with; `{interface}` is filled in.
        patience: seconds it may take from start to ready.
    """

    name: str
    environment: Environment
    command: tuple[str, ...]
    port: int | None
    health: str | tuple[str, ...]
    needs: tuple[str, ...]
    variables: Mapping[str, str]
    patience: float

    def arguments(self, **places: object) -> list[str]:
        """The command with its places filled in.

        Raises:
            KeyError: the command has a place that was not given.
        """
        return [part.format_map(places) for part in self.command]

    def environment_variables(self, **places: object) -> dict[str, str]:
        """The variables with their places filled in."""
        return {name: value.format_map(places) for name, value in self.variables.items()}


RASA = Process(
    name="rasa",
    environment="rasa",
    command=(
        *("-m", "rasa", "run", "--enable-api", "--model", "{model}", "--port", "{port}"),
        *("--interface", "{interface}", "--credentials", "credentials.yml", "--endpoints", "{endpoints}"),
    ),
    port=5005,
    health="/status",
    needs=(),
    variables={
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "PYTHONUNBUFFERED": "1",
    },
    patience=180,
)

ACTIONS = Process(
    name="actions",
    environment="app",
    command=("-m", "rasa_sdk", "--actions", "actions", "--port", "{port}", "--endpoints", "{endpoints}"),
    port=5055,
    health="/health",
    needs=(),
    # rasa-sdk has no flag for the address it listens on; without this one it is open to the network.
    variables={"SANIC_HOST": "{interface}", "PYTHONUNBUFFERED": "1"},
    patience=60,
)

DESK = Process(
    name="desk",
    environment="app",
    command=("-m", "bot", "serve"),
    port=None,
    health=("-m", "bot", "health"),
    needs=("rasa", "actions"),
    variables={"PYTHONUNBUFFERED": "1"},
    patience=60,
)

# In the order they start.
PROCESSES: dict[str, Process] = {process.name: process for process in (ACTIONS, RASA, DESK)}
