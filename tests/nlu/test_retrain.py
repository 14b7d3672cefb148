"""Every way that retraining can end, with models that are only names: nothing of the corrections is ever lost."""

import json

import pytest

from nlu import candidate, corrections, retrain, train
from nlu.labels import parts


def row(text, label, **more):
    kind, category, intent = parts(label)
    fields = {
        "text": text,
        "lang": "en",
        "kind": kind,
        "category": category,
        "intent": intent,
        "urgent": False,
    }
    return {**fields, **more}


def waiting(text, label, urgent=False):
    return {"text": text, "label": label, "urgent": urgent, "ticket": "CD-7", "source": "agent"}


def write_lines(file, rows):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), "utf-8")


def read_lines(file):
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A project whose candidate is trained at once and answers as the test says."""
    for name in ("data/nlu", "nlu", "requirements", "models", ".caredesk"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("config.yml", "domain.yml", "nlu/reading.py", "requirements/rasa.txt"):
        (tmp_path / name).write_text("")
    (tmp_path / "data/nlu/service.en.yml").write_text(
        corrections.as_yaml([("the lobby smells", "complaint+service", False)])
    )
    places = {"ROOT": tmp_path, "STATE": tmp_path / ".caredesk", "MODELS": tmp_path / "models"}
    for module in (candidate, retrain, train):
        for name in places.keys() & vars(module).keys():
            monkeypatch.setattr(module, name, places[name])
    monkeypatch.setattr(train.model_path, "__defaults__", (tmp_path,))
    monkeypatch.setattr(train, "CHINESE", False)
    monkeypatch.setattr(corrections, "FOLDER", tmp_path / ".caredesk" / "corrections")
    monkeypatch.setattr(retrain, "trained_in", trained_at_once)
    train.model_path().write_text("in use")
    write_lines(tmp_path / "dev.jsonl", [row(f"question {n}", "inquiry+service") for n in range(10)])
    return tmp_path


def trained_at_once(project):
    model = project / "candidate.tar.gz"
    model.write_text("candidate")
    return model


def answering(monkeypatch, wrong_before=0, wrong_after=0):
    """The models answer everything right but the first few."""

    def answers(model, rows, name):
        wrong = wrong_after if name == "new" else wrong_before
        right, mistaken = "inquiry+service", "complaint+service"
        return [
            {**row("", mistaken if place < wrong else right), "confidence": 0.9, "decision": "file"}
            for place in range(len(rows))
        ]

    monkeypatch.setattr(retrain, "answers", answers)


def let_wait(*lines):
    write_lines(corrections.FOLDER / "pending.jsonl", list(lines))


def main(desk, *arguments):
    return retrain.main(["--dev", str(desk / "dev.jsonl"), *arguments])


def test_what_is_kept_is_what_the_next_start_serves(desk, monkeypatch, capsys):
    answering(monkeypatch, wrong_before=1)
    in_use = train.model_path()
    let_wait(waiting("question about parking", "inquiry+service"))
    assert main(desk) == 0
    assert train.model_path().read_text() == "candidate"
    assert in_use.exists()
    assert "1 corrections learned" in capsys.readouterr().out
    assert not corrections.pending()
    assert (desk / "data/nlu/corrections.zh.yml").read_text("utf-8").endswith("nlu: []\n")


def test_a_refused_model_leaves_everything_as_it_was(desk, monkeypatch, capsys):
    answering(monkeypatch, wrong_after=8)
    in_use, data = train.model_path(), train.fingerprint(desk)
    lines = [waiting("question of guilt", "complaint+service"), waiting("the lift sings", "praise+quality")]
    let_wait(*lines)
    assert main(desk) == 1
    assert (train.model_path(), train.fingerprint(desk)) == (in_use, data)
    assert [file.name for file in (desk / "models").iterdir()] == [in_use.name]
    shown = capsys.readouterr().out
    assert "worse: kind (en): 8 messages lost, 0 won (p = 0.0039)" in shown
    assert 'moved 8 of them: "question of guilt" → complaint+service [CD-7, agent]' in shown
    (aside,) = read_lines(corrections.FOLDER / "refused.jsonl")
    assert {**aside, "refused": ""} == {**lines[0], "refused": ""}
    assert [line.row for line in corrections.pending()] == lines[1:], "the others may be tried again"


def test_when_nothing_can_be_blamed_all_are_laid_aside(desk, monkeypatch):
    answering(monkeypatch, wrong_after=8)
    let_wait(waiting("the lift sings", "praise+quality"), waiting("nice lobby", "praise+design"))
    assert main(desk) == 1
    assert len(read_lines(corrections.FOLDER / "refused.jsonl")) == 2
    assert not corrections.pending()


def test_data_changed_by_hand_is_judged_too_and_not_served_when_refused(desk, monkeypatch, capsys):
    answering(monkeypatch, wrong_after=9)
    in_use = train.model_path()
    (desk / "data/nlu/service.en.yml").write_text(corrections.as_yaml([("hm", "praise+service", False)]))
    changed = train.model_path()
    changed.write_text("trained by make run")
    assert main(desk) == 1
    assert not changed.exists()
    assert train.model_path() == in_use
    assert "until data/ changes" in capsys.readouterr().out
    answering(monkeypatch)
    assert main(desk) == 0, "with other messages it may be kept"
    assert train.model_path() == changed


def test_words_that_the_data_teach_as_something_else_are_laid_aside_first(desk, monkeypatch, capsys):
    answering(monkeypatch)
    let_wait(waiting("The lobby smells!", "praise+service"), waiting("question two", "inquiry+design"))
    assert main(desk) == 0
    assert "data/nlu teaches the same words as complaint+service" in capsys.readouterr().out
    (aside,) = read_lines(corrections.FOLDER / "refused.jsonl")
    assert aside["text"] == "The lobby smells!"
    assert [entry[:2] for entry in corrections.learned(desk / "data/nlu/corrections.en.yml")] == [
        ("question two", "inquiry+design")
    ]
    let_wait(waiting("the lobby smells", "praise+service"))
    assert main(desk) == 1, "nothing else waited"


def test_what_is_learned_already_is_no_news(desk, monkeypatch, capsys):
    answering(monkeypatch)
    again = [waiting("question two", "inquiry+design"), waiting("The lobby smells", "complaint+service")]
    let_wait(*again)
    assert main(desk) == 0
    assert len(list(corrections.learned(desk / "data/nlu/corrections.en.yml"))) == 1, "the lobby was known"
    in_use = train.model_path()
    answering(monkeypatch, wrong_after=9)
    let_wait(*again)
    assert main(desk) == 0
    assert "nothing new to learn" in capsys.readouterr().out
    assert train.model_path() == in_use
    assert in_use.exists()
    assert not corrections.pending()
    let_wait(waiting("the lobby smells", "complaint+service", urgent=True))
    answering(monkeypatch)
    assert main(desk) == 0
    learned = list(corrections.learned(desk / "data/nlu/corrections.en.yml"))
    assert ("the lobby smells", "complaint+service", True) in learned


def test_a_false_alarm_is_learned_and_against_urgent_data_laid_aside(desk, monkeypatch, capsys):
    answering(monkeypatch)
    entries = [("gas smells at the grill", "complaint+quality", True)]
    (desk / "data/nlu/danger.en.yml").write_text(corrections.as_yaml(entries))
    learned = desk / "data/nlu/corrections.en.yml"
    for urgent in (True, False):
        let_wait(waiting("the grill smells of gas", "complaint+quality", urgent))
        assert main(desk) == 0
        assert list(corrections.learned(learned)) == [
            ("the grill smells of gas", "complaint+quality", urgent)
        ]
    let_wait(waiting("Gas smells at the grill!", "complaint+quality"))
    assert main(desk) == 1
    assert "teaches the same words as complaint+quality (urgent); change it there" in capsys.readouterr().out
    (aside,) = read_lines(corrections.FOLDER / "refused.jsonl")
    assert aside["text"] == "Gas smells at the grill!"


def test_a_later_review_of_the_same_words_replaces_the_earlier(desk, monkeypatch):
    answering(monkeypatch)
    for label in ("inquiry+design", "complaint+design"):
        let_wait(waiting("why so narrow", label))
        assert main(desk) == 0
    learned = list(corrections.learned(desk / "data/nlu/corrections.en.yml"))
    assert learned == [("why so narrow", "complaint+design", False)]


def test_no_model_is_asked_what_it_was_told(desk, monkeypatch, capsys):
    asked = []
    answering(monkeypatch)
    honest = retrain.answers
    monkeypatch.setattr(
        retrain, "answers", lambda model, rows, name: asked.append(len(rows)) or honest(model, rows, name)
    )
    let_wait(waiting("Question 3!", "inquiry+service"))
    assert main(desk) == 0
    assert asked == [9, 9]
    assert "only 9 messages (en) to compare on" in capsys.readouterr().out


def test_data_that_changes_meanwhile_stops_it(desk, monkeypatch, capsys):
    answering(monkeypatch)

    def train_slowly(project):
        (desk / "data/nlu/new.en.yml").write_text("")
        return trained_at_once(project)

    monkeypatch.setattr(retrain, "trained_in", train_slowly)
    let_wait(waiting("question two", "inquiry+design"))
    assert main(desk) == 2
    assert "changed while the candidate was trained; run it again" in capsys.readouterr().err
    assert len(corrections.pending()) == 1


def test_what_is_kept_meanwhile_still_waits(desk, monkeypatch):
    answering(monkeypatch)
    first, second = waiting("question two", "inquiry+design"), waiting("question one", "inquiry+design")
    let_wait(first)
    monkeypatch.setattr(
        retrain, "trained_in", lambda project: let_wait(first, second) or trained_at_once(project)
    )
    assert main(desk) == 0
    assert [line.row for line in corrections.pending()] == [second]


def test_nothing_to_compare_with_or_on_is_said_with_the_cure(desk, monkeypatch, capsys):
    answering(monkeypatch)
    assert retrain.main(["--dev", str(desk / "none.jsonl")]) == 2
    monkeypatch.setattr(retrain, "HELD_OUT", ())
    assert retrain.main([]) == 2
    assert "no labelled messages to compare on; name files of them with --dev" in capsys.readouterr().err
    assert main(desk) == 0, "the only model there is, and nothing to learn"
    assert main(desk, "--before", str(desk / "models/gone.tar.gz")) == 2
    assert main(desk, "--before", str(train.model_path())) == 2
    assert "name an earlier model with --before" in capsys.readouterr().err
    train.model_path().unlink()
    assert main(desk) == 2
    assert "train one with `make model` first" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        '{"text": "x"}',
        '{"text": "x", "label": "none"}',
        '{"text": " ", "label": "ask_bill"}',
        '{"text": 3, "label": "ask_bill"}',
        '{"text": "x", "label": []}',
    ],
)
def test_a_line_that_cannot_be_learned_is_named(desk, capsys, line):
    corrections.FOLDER.mkdir(parents=True)
    (corrections.FOLDER / "pending.jsonl").write_text("\n" + line + "\n", "utf-8")
    assert main(desk) == 2
    shown = capsys.readouterr().err
    assert "pending.jsonl:2: " in shown
    assert "mend or remove it" in shown


def test_a_model_that_todays_code_cannot_use_is_named(desk, capsys):
    let_wait(waiting("question two", "inquiry+design"))
    assert main(desk) == 2
    assert "today's nlu/ cannot use it" in capsys.readouterr().err
    assert len(corrections.pending()) == 1
