"""config.pretrained.yml with a tiny random transformer made here: trained, persisted, loaded, parsed."""

import json
import sys
from pathlib import Path

import joblib
import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_yaml_file

from nlu import pretrained
from nlu.classifier import DeskClassifier
from nlu.labels import LEARNED_LABELS

ROOT = Path(__file__).parents[2]
WIDTH, EXAMPLES = 16, 8


@pytest.fixture(scope="module")
def examples(training_data):
    """A few training messages of every label and language."""
    told = {}
    for message in training_data.intent_examples:
        han = any("\u4e00" <= letter <= "\u9fff" for letter in message.get("text"))
        own = told.setdefault((message.get("intent"), han), [])
        if len(own) < EXAMPLES:
            own.append(message)
    return [message for own in told.values() for message in own]


@pytest.fixture(scope="module")
def weights(examples, tmp_path_factory):
    """A folder as transformers' own models have it, with random weights."""
    from transformers import BertConfig, BertTokenizerFast, TFBertModel

    folder = tmp_path_factory.mktemp("weights")
    letters = sorted(
        {letter for message in examples for letter in message.get("text").lower() if letter.strip()}
    )
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{letter}" for letter in letters)]
    (folder / "vocab.txt").write_text("\n".join(words), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    network = TFBertModel(
        BertConfig(
            vocab_size=len(words),
            hidden_size=WIDTH,
            num_hidden_layers=2,
            num_attention_heads=2,
            intermediate_size=32,
        )
    )
    network(network.dummy_inputs)
    network.save_pretrained(folder)
    return str(folder)


def settings(**changed):
    """The classifier's own part of config.pretrained.yml."""
    (component,) = read_yaml_file(ROOT / "config.pretrained.yml")["pipeline"]
    assert component.pop("name") == "nlu.classifier.DeskClassifier"
    return {**DeskClassifier.get_default_config(), **component, "folds": 2, **changed}


def component(make, config, storage):
    return getattr(DeskClassifier, make)(config, storage, Resource("ears"), ExecutionContext(GraphSchema({})))


@pytest.fixture(scope="module")
def trained(weights, examples, tmp_path_factory):
    config, storage = settings(pretrained=weights), LocalModelStorage(tmp_path_factory.mktemp("model"))
    component("create", config, storage).train(TrainingData(examples))
    return config, storage


def parsed(classifier, text):
    message = Message(data={"text": text})
    classifier.process([message])
    return message.as_dict(only_output_properties=True)


@pytest.mark.parametrize(
    "text", ["厨房漏水了，麻烦来修", "the lift has been broken for three days", "👍", ""]
)
def test_the_desk_reads_its_parses_as_ever(trained, mind, text):
    result = parsed(component("load", *trained), text)
    assert json.loads(json.dumps(result)) == result
    plain = mind.understand([text])[0].as_parse_data()
    assert result["understanding"].keys() >= plain.keys()
    if plain["kind"]:
        assert sum(result["understanding"]["kind"].values()) == pytest.approx(1, abs=0.01)
        assert any(one["name"] in LEARNED_LABELS for one in result["intent_ranking"])


def test_the_heads_see_the_vectors(trained, weights):
    heads = component("load", *trained).mind.heads
    for language in ("zh", "en"):
        vectors = heads[language].jury.rows(["漏水 leak"])[-1]
        assert vectors.shape == (1, WIDTH)
        assert np.linalg.norm(vectors.toarray()) == pytest.approx(1, abs=1e-5)
        assert heads[language].jury.votes[-1].flat.weights.shape[0] == WIDTH


def test_the_model_holds_the_weights_name_and_not_the_weights(trained, weights):
    with trained[1].read_from(Resource("ears")) as folder:
        heads, _ = joblib.load(next(folder.iterdir()))
    part, _ = heads["zh"].jury.views[-1].parts[0]
    assert vars(part) == {"weights": weights}


def test_a_text_has_one_vector_however_it_is_asked_for(weights):
    texts = ["no water", "漏水", "no water", "a much longer message that needs padding in a batch, really"]
    together = pretrained.encoder(weights).encode(texts)
    pretrained.encoder.cache_clear()
    alone = np.vstack([pretrained.encoder(weights).encode([text]) for text in texts])
    assert together == pytest.approx(alone, abs=1e-5)


def test_what_is_remembered_has_a_bound(weights, monkeypatch):
    monkeypatch.setattr(pretrained, "_REMEMBERED", 3)
    own = pretrained.Encoder(*(make.from_pretrained(weights) for make in pretrained._transformers()))
    for start in range(0, 12, 2):
        own.encode([f"text {start}", f"text {start + 1}"])
    assert len(own._known) <= 3


def test_weights_that_are_not_there_name_the_cure(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    config = settings(pretrained=str(tmp_path / "nowhere"))
    with pytest.raises(
        InvalidConfigException, match=r"(?s)pretrained: .*nowhere.*cannot be loaded.*docs/pretrained\.md"
    ):
        component("create", config, LocalModelStorage(tmp_path))


def test_an_empty_folder_names_the_cure(tmp_path):
    with pytest.raises(InvalidConfigException, match="Give a folder that holds a transformer"):
        component("create", settings(pretrained=str(tmp_path)), LocalModelStorage(tmp_path))


def test_without_transformers_the_cure_is_named(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "transformers", None)
    with pytest.raises(InvalidConfigException, match=r"make setup CONFIG=config\.pretrained\.yml"):
        component("create", settings(pretrained=str(tmp_path / "other")), LocalModelStorage(tmp_path))


def test_all_but_the_ears_is_as_in_the_plain_config():
    plain, more = (read_yaml_file(ROOT / name) for name in ("config.yml", "config.pretrained.yml"))
    for config in (plain, more):
        del config["pipeline"]
    assert plain == more
