"""The classifier of today's model (`make test` trains it first), loaded as the server loads it."""

import warnings
from pathlib import Path

import pytest

with warnings.catch_warnings():
    warnings.showwarning = lambda *told, **more: None
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.shared.nlu.training_data.loading import load_data

    from nlu.classifier import DeskClassifier
    from nlu.train import train

TRAINING_DATA = Path(__file__).parents[2] / "data" / "nlu"


@pytest.fixture(scope="session")
def training_data():
    return load_data(str(TRAINING_DATA))


@pytest.fixture(scope="session")
def classifier(tmp_path_factory):
    storage, metadata = LocalModelStorage.from_model_archive(tmp_path_factory.mktemp("model"), train())
    schema = metadata.predict_schema
    node = next(node for node in schema.nodes.values() if node.uses is DeskClassifier)
    config = {**DeskClassifier.get_default_config(), **node.config}
    return DeskClassifier.load(config, storage, node.resource, ExecutionContext(GraphSchema({})))


@pytest.fixture(scope="session")
def mind(classifier):
    return classifier.mind
