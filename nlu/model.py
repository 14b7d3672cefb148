"""The trained ears out of a Rasa model archive, without the server around them."""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

from nlu.understanding import Mind


class ModelUnusable(Exception):
    """The model archive is missing or holds no DeskClassifier; the message names the file and the cure."""


def load_mind(archive: Path) -> Mind:
    """What the server understands with, loaded from the same archive.

    Raises:
        ModelUnusable: there is no such archive, or it was trained with another pipeline.
    """
    if not archive.is_file():
        raise ModelUnusable(
            f"{archive}: no such model; train it with `python -m nlu.train` (`make run` does)."
        )
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    # Rasa takes seconds to import and warns of its own dependencies' age: only when needed, and quietly.
    with warnings.catch_warnings():
        warnings.showwarning = lambda *told, **more: None  # filters would not do: Rasa sets its own
        return _mind_in(archive)


def _mind_in(archive: Path) -> Mind:
    from rasa.engine.graph import ExecutionContext
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource

    from nlu.classifier import DeskClassifier

    with tempfile.TemporaryDirectory() as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), archive)
        schema = metadata.predict_schema
        for node in schema.nodes.values():
            if node.uses is DeskClassifier:
                resource = node.resource or Resource("")
                config = {**DeskClassifier.get_default_config(), **node.config}
                return DeskClassifier.load(config, storage, resource, ExecutionContext(schema)).mind
    raise ModelUnusable(
        f"{archive}: holds no nlu.classifier.DeskClassifier; name it in config.yml's pipeline and train again."
    )
