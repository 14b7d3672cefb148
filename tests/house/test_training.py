"""nlu/train.py: trains only what changed, one at a time, and says in a few lines why it could not."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

import nlu.train as train

TRAINER = """#!/bin/sh
echo "$@" >> "{calls}"
while [ "$1" != --out ]; do shift; done
out="$2"
shift 3
sleep 0.2
{trouble}
mkdir -p "$out"
echo model > "$out/$1.tar.gz"
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small Rasa project, and a Rasa of a few lines of shell."""
    for folder in ("data/nlu", "nlu", "requirements", ".caredesk"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("config.yml", "domain.yml", "data/nlu/en.yml", "nlu/reading.py", "requirements/rasa.txt"):
        (tmp_path / file).write_text("first")
    monkeypatch.setattr(train, "ROOT", tmp_path)
    monkeypatch.setattr(train, "STATE", tmp_path / ".caredesk")
    monkeypatch.setattr(train, "MODELS", tmp_path / "models")
    monkeypatch.setattr(train, "LOG", tmp_path / ".caredesk" / "logs" / "train.log")
    monkeypatch.setattr(train, "CHINESE", False)
    monkeypatch.setattr(train.model_path, "__defaults__", (tmp_path,))
    use(tmp_path, monkeypatch)
    return tmp_path


def use(project: Path, monkeypatch: pytest.MonkeyPatch, trouble: str = "") -> None:
    trainer = project / "python"
    trainer.write_text(TRAINER.format(calls=project / "calls", trouble=trouble))
    trainer.chmod(0o755)
    monkeypatch.setattr(train.sys, "executable", str(trainer))


def trainings(project: Path) -> int:
    file = project / "calls"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_trains_once_and_then_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = train.train()
    assert first.exists()
    assert (
        "training the model, three to four minutes; log: .caredesk/logs/train.log" in capsys.readouterr().out
    )
    assert train.train() == first
    assert capsys.readouterr().out == f"caredesk: the model is up to date: {first.name}\n"
    assert trainings(project) == 1


@pytest.mark.parametrize(
    "file",
    [
        "config.yml",
        "domain.yml",
        "data/nlu/en.yml",
        "data/rules/new.yml",
        "nlu/reading.py",
        "requirements/rasa.txt",
    ],
)
def test_whatever_a_model_is_made_of_gives_it_another_name(project: Path, file: str) -> None:
    before = train.model_path()
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text("second")
    assert train.model_path() != before


@pytest.mark.parametrize("file", ["policy.toml", "tests/test_x.py", "bot/cli.py", "data/.swap"])
def test_nothing_else_does(project: Path, file: str) -> None:
    before = train.model_path()
    (project / file).parent.mkdir(exist_ok=True)
    (project / file).write_text("second")
    assert train.model_path() == before


def test_another_config_is_another_model(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = train.train()
    monkeypatch.setenv("RASA_CONFIG", "config.more.yml")
    with pytest.raises(train.TrainingFailed, match=r"RASA_CONFIG: config\.more\.yml: no such file"):
        train.train()
    (project / "config.more.yml").write_text("more")
    assert train.train() not in (plain, None)
    assert "--config config.more.yml" in (project / "calls").read_text().splitlines()[-1]
    monkeypatch.delenv("RASA_CONFIG")
    assert train.model_path() == plain


def test_two_at_once_train_once(project: Path) -> None:
    threads = [threading.Thread(target=train.train) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert trainings(project) == 1


def test_only_the_newest_models_stay(project: Path) -> None:
    made = []
    for turn in range(4):
        (project / "config.yml").write_text(str(turn))
        made.append(train.train())
    assert [model.exists() for model in made] == [False, False, True, True]


def test_a_failure_shows_the_last_useful_lines_and_the_cure(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    trouble = 'echo "Epochs:  50%|#####"; echo "YamlException: bad indent in data/nlu/en.yml, line 3"; exit 1'
    use(project, monkeypatch, trouble)
    assert train.main([]) == 1
    out, err = capsys.readouterr()
    assert "training failed; put right what Rasa says below (all of it: .caredesk/logs/train.log)" in out
    assert err == "  YamlException: bad indent in data/nlu/en.yml, line 3\n"
    assert not list((project / "models").iterdir())
    assert not list((project / ".caredesk").glob("training-*"))


def test_a_training_that_leaves_no_model_failed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(project, monkeypatch, 'echo "nothing to train"; exit 0')
    with pytest.raises(train.TrainingFailed, match="nothing to train"):
        train.train()


def test_printing_the_path_does_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert train.main(["--print"]) == 0
    assert capsys.readouterr().out == f"{train.model_path()}\n"
    assert trainings(project) == 0


def test_a_refused_model_is_not_trained_again_and_the_better_one_stays_in_use(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    better = train.train()
    (project / "data/nlu/en.yml").write_text("worse")
    refused = train.model_of_today(project)
    (project / "models" / train.REFUSED).write_text(f'{{"{refused.name}": "{better.name}"}}')
    assert train.train() == train.model_path() == better
    assert f"{better.name} stays in use" in capsys.readouterr().out
    assert trainings(project) == 1
    (project / "data/nlu/en.yml").write_text("mended")
    assert train.train() == train.model_of_today(project)
    (project / "data/nlu/en.yml").write_text("worse")
    better.unlink()
    assert train.train() == refused, "there is nothing better left to use"


def test_it_needs_the_standard_library_only() -> None:
    program = (
        "import sys, nlu.train; print(*{m.split('.')[0] for m in sys.modules} - set(sys.stdlib_module_names))"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", program],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) <= {"nlu", "__main__"}
