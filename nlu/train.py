"""Trains the model, only when what it is made of changed: `python -m nlu.train`, from the project's folder.

A model's name carries the hash of everything it was trained from, so a name that exists is up to date.
`--print` prints the model's path, trained or not, and does nothing else. Run by Rasa's Python; importing this
module needs the standard library only.
"""

import argparse
import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".caredesk"
MODELS = ROOT / "models"
LOG = STATE / "logs" / "train.log"
KEPT = 2
REFUSED = "refused.json"  # beside the models: the name of each refused one, and of the better one it was compared with
CHINESE = next(
    (
        os.environ[name]
        for name in ("TERMINAL_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
        if os.environ.get(name)
    ),
    "",
).startswith("zh")


class TrainingFailed(Exception):
    """Rasa could not train. The message holds its last useful lines and the cure."""


def say(english: str, chinese: str) -> None:
    print("caredesk: " + (chinese if CHINESE else english), flush=True)


def config_name() -> str:
    """The Rasa config to train with, from the project's folder: RASA_CONFIG, or config.yml."""
    return os.environ.get("RASA_CONFIG") or "config.yml"


def ingredients(root: Path) -> list[Path]:
    """Every file a model is made of, in a fixed order."""
    files = [root / config_name(), root / "domain.yml", root / "requirements" / "rasa.txt"]
    files += [file for file in (root / "data").rglob("*") if file.is_file()]
    files += (root / "nlu").rglob("*.py")
    files += (root / "nlu" / "words").glob("*.txt")
    return sorted(file for file in files if file.exists() and not file.name.startswith("."))


def fingerprint(root: Path) -> str:
    """Twelve hex digits over the names and the contents of what a model is made of."""
    digest = hashlib.sha256()
    for file in ingredients(root):
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:12]


def model_of_today(root: Path = ROOT) -> Path:
    """Where a model trained from today's data belongs."""
    return root / "models" / f"caredesk-{fingerprint(root)}.tar.gz"


def model_path(root: Path = ROOT) -> Path:
    """Where the model to use is, or will be once it is trained: today's.

    When `nlu.retrain` refused what today's data make, the model that it found better, for as long as that is there.
    """
    model, notes = model_of_today(root), root / "models" / REFUSED
    refused = json.loads(notes.read_text("utf-8")) if notes.exists() else {}
    better = model.with_name(refused.get(model.name, model.name))
    return better if better.exists() else model


def rasa_environment() -> dict[str, str]:
    """The environment for any Rasa command: no telemetry, quiet, its cache with the rest of our state.

    endpoints.yml names two variables; commands that only read it get values that reach nothing outside.
    """
    env = dict(os.environ)
    env.update(
        RASA_TELEMETRY_ENABLED="false",
        RASA_CACHE_DIRECTORY=str(STATE / "rasa-cache"),
        TF_CPP_MIN_LOG_LEVEL="3",
        CUDA_VISIBLE_DEVICES="-1",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
        PYTHONUNBUFFERED="1",
    )
    env.setdefault("ACTIONS_URL", "http://127.0.0.1:5055/webhook")
    env.setdefault("RASA_TRACKER_DB", str(STATE / "rasa-tracker.db"))
    return env


def useful_lines(output: str, count: int = 6) -> list[str]:
    """The last lines that say something: no progress bars, no warnings, no blank lines."""
    noise = re.compile(r"^\s*$|Epochs:|it/s\]|\d+%\||Warning:|warnings\.warn|^\s+warn")
    lines = [line.rstrip() for line in re.split(r"[\r\n]+", output)]
    return [line for line in lines if not noise.search(line)][-count:]


def run_rasa(output: Path, name: str) -> None:
    """Run `rasa train` into the log; on a terminal the seconds count up.

    Raises:
        TrainingFailed: with Rasa's last useful lines.
    """
    command = [sys.executable, "-m", "rasa", "train", "--config", config_name(), "--domain", "domain.yml"]
    command += ["--data", "data", "--out", str(output), "--fixed-model-name", name]
    with LOG.open("w", encoding="utf-8", errors="replace") as log:
        child = subprocess.Popen(
            command, cwd=ROOT, env=rasa_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            wait_for(child)
        finally:
            child.kill()
            child.wait()
    if child.returncode or not (output / f"{name}.tar.gz").exists():
        raise TrainingFailed(
            "\n".join("  " + line for line in useful_lines(LOG.read_text("utf-8", "replace")))
        )


def wait_for(child: "subprocess.Popen[bytes]") -> None:
    started, terminal = time.monotonic(), sys.stdout.isatty()
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
            break
        if terminal:
            print(f"\r  {time.monotonic() - started:.0f} s ", end="", flush=True)
    if terminal:
        print("\r\033[K", end="", flush=True)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One training at a time; another waits and then finds the model there."""
    with (STATE / "train.lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def forget_old_models() -> None:
    """Keep the newest models only; a running server has long loaded its own."""
    models = sorted(MODELS.glob("caredesk-*.tar.gz"), key=lambda model: model.stat().st_mtime, reverse=True)
    for model in models[KEPT:]:
        model.unlink()


def train() -> Path:
    """The path of an up-to-date model, trained now if there is none.

    Raises:
        TrainingFailed: Rasa could not train, or RASA_CONFIG names a file that is not there.
    """
    if not (ROOT / config_name()).is_file():
        raise TrainingFailed(
            f"  RASA_CONFIG: {config_name()}: no such file in {ROOT}; name one that is there, or leave it out."
        )
    LOG.parent.mkdir(parents=True, exist_ok=True)
    MODELS.mkdir(exist_ok=True)
    with alone():
        model = model_path()
        if model.exists():
            os.utime(model)
            if model == model_of_today(model.parents[1]):
                say(f"the model is up to date: {model.name}", f"模型已是最新：{model.name}")
            else:
                say(
                    f"`make retrain` refused what today's data make; {model.name} stays in use until data/ changes",
                    f"make retrain 没有采用当前数据训练出的模型；data/ 改动之前继续使用 {model.name}",
                )
            return model
        log = LOG.relative_to(ROOT)
        say(
            f"training the model, three to four minutes; log: {log}",
            f"正在训练模型，需要三到四分钟；日志：{log}",
        )
        started = time.monotonic()
        with tempfile.TemporaryDirectory(dir=STATE, prefix="training-") as folder:
            run_rasa(Path(folder), model.name.removesuffix(".tar.gz"))
            shutil.move(Path(folder) / model.name, model)
        forget_old_models()
        seconds = time.monotonic() - started
        say(f"trained {model.name} in {seconds:.0f} s", f"已训练 {model.name}，用时 {seconds:.0f} 秒")
        return model


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m nlu.train", description="Train the model if it is out of date."
    )
    parser.add_argument(
        "--print", action="store_true", dest="only_path", help="print the model's path and stop"
    )
    if parser.parse_args(arguments).only_path:
        print(model_path())
        return 0
    try:
        train()
    except TrainingFailed as failure:
        log = LOG.relative_to(ROOT)
        say(
            f"training failed; put right what Rasa says below (all of it: {log}) and run again",
            f"训练失败：请按 Rasa 的提示改正（完整日志：{log}）后重试",
        )
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
