"""Rasa's ears in one graph component: it reads a message and sets intent, ranking, hazard and understanding."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path
from typing import Any, ClassVar, Dict, List, Optional, Tuple

import jieba
import joblib
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, METADATA, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import costs, pretrained, reading, topics
from nlu.heads import Example, Heads
from nlu.labels import LEARNED_LABELS, PHRASE_INTENTS, TICKET_LABELS
from nlu.phrasebook import Phrasebook
from nlu.understanding import Mind, Understanding

logger = logging.getLogger(__name__)

UNDERSTANDING = "understanding"
HAZARD = "hazard"
_FILE = "mind.joblib"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DeskClassifier(GraphComponent, IntentClassifier, EntityExtractorMixin):
    """Kind, category, intent, urgency and hazard of a message in Chinese or English."""

    # What this process loaded last: Rasa gives a channel (`why_channel`) no way to the graph's components.
    serving: ClassVar[Optional[Mind]] = None

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """What config.yml may set; the reasons for its numbers stand there."""
        return {
            "penalty": 0.8,
            "folds": 5,
            "jobs": 1,
            "pretrained": None,
        }

    def __init__(
        self, config: Dict[str, Any], storage: ModelStorage, resource: Resource, mind: Optional[Mind]
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._mind = mind

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "DeskClassifier":
        """An untrained component.

        Raises:
            InvalidConfigException: the pretrained weights that the config names cannot be loaded.
        """
        if config["pretrained"]:
            pretrained.encoder(config["pretrained"])  # now: training the rest first would take minutes
        return cls(config, model_storage, resource, None)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "DeskClassifier":
        """A trained component from the model.

        Raises:
            InvalidConfigException: policy.toml does not say what mistakes cost, or the pretrained weights that the
                model was trained with cannot be loaded.
        """
        with model_storage.read_from(resource) as folder:
            heads, phrases = joblib.load(folder / _FILE)
        jieba.initialize()  # or the first customer would wait for the dictionary
        mind = Mind(heads, Phrasebook(phrases), costs.load(costs.policy_file()))
        mind.understand(["你好", "hello"])
        cls.serving = mind
        return cls(config, model_storage, resource, mind)

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """Rasa's cache knows this file only; the words and features of the other modules count as well."""
        digest = hashlib.sha256()
        folder = Path(__file__).parent
        for file in sorted([*folder.glob("*.py"), *folder.glob("words/*.txt")]):
            digest.update(file.read_bytes())
        return digest.hexdigest()

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the heads from the labelled examples and the phrasebook from the others; persists both."""
        examples, phrases = sorted_examples(training_data)
        heads = {}
        for language, own in examples.items():
            heads[language] = Heads(
                language,
                self._config["penalty"],
                self._config["folds"],
                self._config["jobs"],
                self._config["pretrained"],
            ).fit(own)
            logger.info("learned %s from %d messages", language, len(own))
        phrasebook = Phrasebook.of(phrases)
        self._mind = Mind(heads, phrasebook, costs.load(costs.policy_file()))
        with self._storage.write_to(self._resource) as folder:
            joblib.dump((heads, phrasebook.as_dict()), folder / _FILE)
        return self._resource

    @property
    def mind(self) -> Mind:
        """What was learned.

        Raises:
            InvalidConfigException: nothing yet.
        """
        if self._mind is None:
            raise InvalidConfigException("DeskClassifier is not trained; run `python -m nlu.train`.")
        return self._mind

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Nothing: no later component reads what this one would say of the training messages."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets intent, intent_ranking, entities and understanding of each message."""
        texts = [message.get(TEXT) or "" for message in messages]
        for message, text, meaning in zip(messages, texts, topics.understand(self.mind, texts)):
            self._say(message, text, meaning)
        return messages

    def _say(self, message: Message, text: str, meaning: Understanding) -> None:
        intent = {"name": meaning.intent, "confidence": round(meaning.confidence, 4)}
        message.set(INTENT, intent, add_to_output=True)
        message.set(INTENT_RANKING_KEY, meaning.ranked(), add_to_output=True)
        message.set(UNDERSTANDING, meaning.as_parse_data(), add_to_output=True)
        if meaning.hazard:
            entity = {"entity": HAZARD, "value": meaning.hazard, "start": 0, "end": len(text)}
            entity["extractor"] = self.__class__.__name__
            message.set(ENTITIES, message.get(ENTITIES, []) + [entity], add_to_output=True)


def is_urgent(metadata: Optional[Dict[str, Any]]) -> bool:
    """Whether `urgent: true` stands at an example or at its intent (Rasa keeps the two apart)."""
    places = (metadata or {}).get("example"), (metadata or {}).get("intent")
    return any(bool(place.get("urgent")) for place in places if isinstance(place, dict))


def sorted_examples(data: TrainingData) -> Tuple[Dict[str, List[Example]], List[Tuple[str, str]]]:
    """The examples of the heads by language, and the (text, intent) pairs of the phrasebook.

    What files nothing is also known by heart: "怎么样了" is too short for the heads to be sure of.

    Raises:
        InvalidConfigException: an example stands under an intent that is in neither list.
    """
    heads: Dict[str, List[Example]] = {"zh": [], "en": []}
    phrases: List[Tuple[str, str]] = []
    for message in data.intent_examples:
        text, intent = message.get(TEXT), message.get(INTENT)
        if intent in PHRASE_INTENTS:
            phrases.append((text, intent))
            continue
        if intent not in LEARNED_LABELS:
            raise InvalidConfigException(
                f"data/nlu: {text!r} stands under the intent {intent!r}, which nlu/labels.py does not know; "
                "correct the intent's name or add it there."
            )
        cleaned = reading.clean(text)
        language = reading.language(cleaned)
        if language in heads:
            example = Example(reading.features_text(cleaned), intent, is_urgent(message.get(METADATA)))
            heads[language].append(example)
            if intent not in TICKET_LABELS and not example.urgent:
                phrases.append((text, intent))
    return {language: own for language, own in heads.items() if own}, phrases
