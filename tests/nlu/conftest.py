"""A classifier trained once on the project's own training messages, persisted and loaded like the server's."""

import warnings
from pathlib import Path

import pytest

with warnings.catch_warnings():
    warnings.showwarning = lambda *told, **more: None
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.training_data.loading import load_data

    from nlu.classifier import DeskClassifier

TRAINING_DATA = Path(__file__).parents[2] / "data" / "nlu"


@pytest.fixture(scope="session")
def training_data():
    return load_data(str(TRAINING_DATA))


@pytest.fixture(scope="session")
def classifier(training_data, tmp_path_factory):
    storage = LocalModelStorage(tmp_path_factory.mktemp("model"))
    resource, context = Resource("ears"), ExecutionContext(GraphSchema({}))
    config = {**DeskClassifier.get_default_config(), "folds": 2}
    DeskClassifier.create(config, storage, resource, context).train(training_data)
    return DeskClassifier.load(config, storage, resource, context)


@pytest.fixture(scope="session")
def mind(classifier):
    return classifier.mind
