"""The form that asks for a word besides stars; whose stars they are, its kinds say."""

from abc import abstractmethod
from typing import Any, ClassVar

from rasa_sdk import FormValidationAction, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.details import extract
from actions.turn import Turn, in_thread
from bot.desk.answers import Question


class ValidateCommentForm(FormValidationAction):
    """The word is written beside the stars as soon as it is said.

    ``form``: the form's name. ``about``: the slot with the ticket it is about, empty when it is about none.
    """

    form: ClassVar[str]
    about: ClassVar[str] = ""

    def name(self) -> str:
        return f"validate_{self.form}"

    @abstractmethod
    def keep(self, turn: Turn, words: str) -> None:
        """Writes the customer's word down."""

    async def extract_comment(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        return await extract(Question.COMMENT, tracker, domain, about=self.about)

    async def validate_comment(
        self, value: str, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> dict[str, Any]:
        if value:
            await in_thread(lambda turn: self.keep(turn, value), tracker, domain)
        return {"comment": value}
