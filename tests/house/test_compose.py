"""docker-compose.yml against the compose schema, and against the table of `make run`."""

import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from bot.processes import PROCESSES, Process
from bot.settings import ROOT

COMPOSE = ROOT / "docker-compose.yml"
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
IN_A_CONTAINER = {"model": "models", "interface": "0.0.0.0", "endpoints": "deploy/endpoints.yml"}

every_process = pytest.mark.parametrize("process", PROCESSES.values(), ids=list(PROCESSES))


def test_the_compose_schema_accepts_it() -> None:
    # check-jsonschema carries the schema of the compose specification; nothing is downloaded.
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(COMPOSE),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_it_runs_the_processes_of_the_table_and_what_they_stand_on() -> None:
    assert SERVICES.keys() == PROCESSES.keys() | {"postgres", "redis", "migrate"}


@every_process
def test_commands_are_those_of_the_table(process: Process) -> None:
    expected = ["python", *process.arguments(port=process.port, **IN_A_CONTAINER)]
    assert SERVICES[process.name]["command"] == expected


@every_process
def test_variables_are_those_of_the_table(process: Process) -> None:
    expected = process.environment_variables(**IN_A_CONTAINER)
    assert expected.items() <= SERVICES[process.name]["environment"].items()


@every_process
def test_each_waits_for_what_it_needs(process: Process) -> None:
    waits = SERVICES[process.name].get("depends_on", {})
    for need in process.needs:
        assert waits[need] == {"condition": "service_healthy"}


@every_process
def test_health_is_checked_as_in_the_table(process: Process) -> None:
    check = SERVICES[process.name]["healthcheck"]
    if isinstance(process.health, str):
        assert f"http://127.0.0.1:{process.port}{process.health}" in check["test"][-1]
    else:
        assert check["test"] == ["CMD", "python", *process.health]
    assert int(check["start_period"].rstrip("s")) >= process.patience


@pytest.mark.parametrize("name", sorted(SERVICES.keys() - {"migrate"}))
def test_every_service_that_stays_has_a_health_check(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize(("name", "pins"), [("rasa", "rasa.txt"), ("app", "app.txt")])
def test_images_install_the_pins_and_run_as_nobody_special(name: str, pins: str) -> None:
    text = (ROOT / "deploy" / f"{name}.Dockerfile").read_text(encoding="utf-8")
    assert f"--require-hashes --no-deps --requirement requirements/{pins}" in text
    assert re.search(r"^USER caredesk$", text, re.M)


@pytest.mark.parametrize("name", ["rasa", "app"])
def test_images_copy_only_what_the_tree_has_and_the_build_may_see(name: str) -> None:
    text = (ROOT / "deploy" / f"{name}.Dockerfile").read_text(encoding="utf-8")
    seen = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line[:1] == "!"
    ]
    for line in re.findall(r"^COPY (.+)$", text, re.M):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source.split("/")[0] in seen, f"{source} is hidden by .dockerignore"


@pytest.mark.parametrize("file", ["endpoints.yml", "deploy/endpoints.yml"])
def test_rasa_finds_every_variable_its_endpoints_name(file: str) -> None:
    named = set(re.findall(r"\$\{(\w+)\}", (ROOT / file).read_text(encoding="utf-8")))
    here = {"ACTIONS_URL", "RASA_TRACKER_DB"}  # set by bot/house.py
    given = here if file == "endpoints.yml" else SERVICES["rasa"]["environment"].keys()
    assert named <= given
