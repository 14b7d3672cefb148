"""What happens in the pictures: customers and an agent on a running desk, one deed after the other."""

from dataclasses import dataclass

from tests.emulator.actors import Person
from tests.emulator.messages import Message
from tests.emulator.world import Topic
from tests.live import PATIENCE, Live

# The desk's own pace would be the same; only the group's posts a minute are not waited for, nor the end of the night.
BRISK = {
    "group_per_minute": 3000,
    "group_burst": 100,
    "per_chat_burst": 20,
    "quiet": '{ from = "00:00", until = "00:00" }',
}


@dataclass(frozen=True)
class Group:
    """The staff group at one moment: the open topic's messages, and every topic with its last message."""

    opened: Topic
    posts: list[Message]
    topics: list[tuple[Topic, Message]]
    general: Message


class Stage:
    """One running desk and the people who meet on it."""

    def __init__(self, live: Live) -> None:
        self.live, self.telegram = live, live.telegram
        self.chen = live.customer("陈女士", "zh-hans")
        self.tom = live.customer("Tom", "en")

    def lift_is_broken(self) -> None:
        """陈女士's complaint, up to the agent's answer."""
        self._begins(self.chen)
        self._asks(self.chen, "3号楼电梯坏了三天，打了两次电话都没人来修", "3 栋")
        self._asks(self.chen, "3 栋 2 单元", "从什么时候")
        self._asks(self.chen, "上周五晚上", "记下了")
        self.live.in_topic(1, "上周五晚上")
        self.live.press(self.live.agent, self.live.card(1), "受理")
        self.live.card_says(1, "小王")
        self._answers(1, self.chen, "您好，师傅今天下午两点到，配件已经备好。修好之前请走东侧楼梯。")
        self._writes(1, "// 门机皮带老化，建议列入年检清单")

    def gas_is_leaking(self) -> None:
        """Tom's urgent one, up to the agent's answer."""
        self._begins(self.tom)
        filed = self._asks(
            self.tom, "I can smell gas in my kitchen and it's getting stronger", "Filed as urgent"
        )
        self.leak = int(filed.text.partition("CD-")[2].partition(".")[0])
        self._answers(
            self.leak, self.tom, "Our gas engineer will be at your door in ten minutes. Please wait outside."
        )

    def others_write(self) -> None:
        """So that the group is not empty."""
        for name, language, words in (
            ("周先生", "zh-hans", "建议小区东门加一排非机动车停车棚"),
            ("Priya", "en", "The salesman promised us a parking space, now they want extra money for it"),
            ("林阿姨", "zh-hans", "保洁小刘特别负责，雨天还帮我把菜提上楼，要表扬"),
        ):
            person = self.live.customer(name, language)
            self._begins(person)
            self._asks(person, words, "CD-")

    def lift_is_mended(self) -> None:
        """Resolved, five stars and a word."""
        self._writes(1, "/done 门机皮带已更换，试运行正常。")
        done = self._hears(self.chen, "已办结", 0)
        since = self.telegram.mark()
        self.live.press(self.chen, done, "5 ★")
        self._hears(self.chen, "还有什么想说的", since)
        self._asks(self.chen, "谢谢师傅，来得很快", "记下了")

    def gas_is_off(self) -> None:
        """Resolved; the stars are still to be given."""
        self._writes(self.leak, "/done The hose behind the stove was replaced; the flat is free of gas.")
        self._hears(self.tom, "is resolved", 0)

    def talk(self, person: Person) -> list[Message]:
        """A customer's chat after the welcome."""
        return [message for message in self.telegram.messages(person) if "/start" not in message.text][1:]

    def group(self, ticket_id: int) -> Group:
        """The staff group as it stands now, with one ticket's topic open."""
        staff = self.live.staff
        said = [message for message in self.telegram.messages(staff) if not message.service]
        last = {message.thread: message for message in said}
        topics = [(topic, last[topic.id]) for topic in staff.topics.values()]
        thread = self.live.card(ticket_id).thread
        return Group(
            next(topic for topic, _ in topics if topic.id == thread),
            self.telegram.messages(staff, thread=thread)[1:],
            sorted(topics, key=lambda pair: -pair[1].id),
            last[None],
        )

    def _begins(self, person: Person) -> None:
        person.starts()
        self._hears(person, "/mine", 0)

    def _asks(self, person: Person, words: str, wanted: str) -> Message:
        since = self.telegram.mark()
        person.says(words)
        return self._hears(person, wanted, since)

    def _hears(self, person: Person, wanted: str, since: int) -> Message:
        return self.telegram.wait_for(wanted, chat=person, timeout=PATIENCE, since=since)

    def _writes(self, ticket_id: int, words: str) -> None:
        self.live.agent.says(words, chat=self.live.staff, thread=self.live.card(ticket_id).thread)

    def _answers(self, ticket_id: int, person: Person, words: str) -> None:
        self._writes(ticket_id, words)
        self._hears(person, words, 0)
