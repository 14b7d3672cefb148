"""Answer, skip, or something else: tables in both languages, with what the model may have read in the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.desk.answers import Question, Verdict, judge, only_details, plain_numbers, ticket_number

PLACE, SINCE, COMMENT = Question.PLACE, Question.SINCE, Question.COMMENT
ANSWER, SKIP, ELSE = Verdict.ANSWER, Verdict.SKIP, Verdict.ELSE

WHERE = [
    ("3栋2单元1201", "nlu_fallback", 0.3, ANSWER),
    ("阳光花园3栋", "inquiry+service", 0.6, ANSWER),
    ("幸福里12号楼三单元502室", "complaint+design", 0.7, ANSWER),
    ("四号楼", "nlu_fallback", 0.4, ANSWER),
    ("1201", "check_status", 0.6, ANSWER),
    ("户号 10023345", "ask_bill", 0.7, ANSWER),
    ("３栋１２０１", "nlu_fallback", 0.3, ANSWER),
    ("城南那个新房子", "nlu_fallback", 0.4, ANSWER),
    ("meter 88213", "complaint+quality", 0.7, ANSWER),
    ("Flat 4B, Tower 2", "nlu_fallback", 0.2, ANSWER),
    ("12 Hill Road", "nlu_fallback", 0.2, ANSWER),
    ("order A-20391", "nlu_fallback", 0.9, ANSWER),
    ("my house", "nlu_fallback", 0.4, ANSWER),
    ("跳过", "skip", 0.9, SKIP),
    ("跳过吧", "nlu_fallback", 0.2, SKIP),
    ("不知道", "skip", 0.9, SKIP),
    ("没有", "deny", 0.9, SKIP),
    ("I don't know", "skip", 0.9, SKIP),
    ("i dont know", "chitchat+other", 0.9, SKIP),
    ("no idea, sorry", "skip", 0.9, SKIP),
    ("/skip", "skip", 1.0, SKIP),
    ("谢谢", "chitchat+thanks", 0.9, ELSE),
    ("怎么样了", "check_status", 0.9, ELSE),
    ("转人工", "talk_to_human", 0.9, ELSE),
    ("算了", "cancel", 0.9, ELSE),
    ("3栋电梯又坏了", "complaint+quality", 0.9, ELSE),
    ("还有物业的保安态度很差", "complaint+service", 0.9, ELSE),
    ("the lift in block 3 is stuck again", "complaint+quality", 0.9, ELSE),
    ("can I speak to someone", "talk_to_human", 0.9, ELSE),
    ("/help", "help", 1.0, ELSE),
    ('/place{"message": 5}', "place", 1.0, ELSE),
    ("啊" * 200, "nlu_fallback", 0.2, ELSE),
]

WHEN = [
    ("昨天晚上", "nlu_fallback", 0.3, ANSWER),
    ("三天前", "nlu_fallback", 0.9, ANSWER),
    ("10月3号早上8点", "nlu_fallback", 0.9, ANSWER),
    ("国庆节之后", "nlu_fallback", 0.4, ANSWER),
    ("从交房开始", "complaint+sales_promise", 0.7, ANSWER),
    ("昨天晚上开始停水", "complaint+quality", 0.9, ANSWER),
    ("since Monday", "complaint+quality", 0.6, ANSWER),
    ("since they replaced the meter last month", "complaint+quality", 0.9, ANSWER),
    ("about two weeks ago", "complaint+service", 0.9, ANSWER),
    ("since we moved in", "complaint+quality", 0.9, ANSWER),
    ("last night around 9pm", "nlu_fallback", 0.4, ANSWER),
    ("记不清了", "skip", 0.6, SKIP),
    ("not sure", "skip", 0.4, SKIP),
    ("不用了", "deny", 0.9, SKIP),
    ("电表走得特别快，多收了我两百块", "complaint+quality", 0.9, ELSE),
    ("小区能不能多装几个充电桩", "suggestion+design", 0.8, ELSE),
    ("I want to talk to a person", "talk_to_human", 0.9, ELSE),
    ("你好", "chitchat+greeting", 0.9, ELSE),
]

WORD = [
    ("师傅来得很快", "praise+service", 0.9, ANSWER),
    ("还是漏水", "not_solved", 0.9, ANSWER),
    ("still leaking, very disappointing", "complaint+quality", 0.9, ANSWER),
    ("谢谢", "chitchat+thanks", 0.9, ANSWER),
    ("没有", "deny", 0.9, SKIP),
    ("no thanks", "deny", 0.9, SKIP),
    ("另外，楼下路灯坏了", "complaint+quality", 0.9, ELSE),
    ("how do I get an invoice?", "inquiry+service", 0.9, ELSE),
    ("转人工", "talk_to_human", 0.9, ELSE),
    ("/mine", "mine", 1.0, ELSE),
    ("师傅来得很快，讲得也清楚，很满意", "chitchat+greeting", 0.84, ANSWER),
    ("你好", "chitchat+greeting", 0.9, ELSE),
    ("还是有点响", "inquiry+quality", 0.97, ANSWER),
]

CASES = [
    *((PLACE, *one) for one in WHERE),
    *((SINCE, *one) for one in WHEN),
    *((COMMENT, *one) for one in WORD),
]


@pytest.mark.parametrize(
    ("question", "text", "intent", "confidence", "verdict"),
    CASES,
    ids=[f"{one[0]}-{one[1][:20]}" for one in CASES],
)
def test_what_the_words_are_to_the_question(
    question: Question, text: str, intent: str, confidence: float, verdict: Verdict
) -> None:
    assert judge(question, text, intent, confidence) == verdict


@pytest.mark.parametrize("question", list(Question))
def test_danger_waits_for_no_question(question: Question) -> None:
    assert judge(question, "3栋1201", "nlu_fallback", 0.3, urgent=True) == ELSE


@given(
    some.sampled_from(list(Question)),
    some.text(max_size=300),
    some.sampled_from(["nlu_fallback", "skip", "complaint+quality", "praise+service", "check_status", ""]),
    some.floats(0, 1),
)
def test_any_text_has_a_verdict(question: Question, text: str, intent: str, confidence: float) -> None:
    assert judge(question, text, intent, confidence) in Verdict
    number = ticket_number(text)
    assert number is None or number >= 0
    assert all(one >= 0 for one in plain_numbers(text))


@pytest.mark.parametrize("piece", ["1-a", "3栋", "cd ", "小区", " 1", "don't "])
def test_a_pasted_book_is_judged_at_once(piece: str) -> None:
    """A pattern that grows with the square of the text would not end within the test run's patience."""
    book = piece * (100_000 // len(piece))
    for question in Question:
        assert judge(question, book, "nlu_fallback", 0.3) in (ELSE, ANSWER)
    ticket_number(book)
    assert isinstance(plain_numbers(book), (list, tuple, set, frozenset))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("CD-12 怎么样了", 12),
        ("cd12", 12),
        ("cd 12?", 12),
        ("ＣＤ－１２", 12),
        ("#12 status", 12),
        ("12号单子呢", 12),
        ("12 号怎么样", 12),
        ("工单12", 12),
        ("ticket 7?", 7),
        ("case no. 7", 7),
        ("12号楼没水", None),
        ("10月3号报的", None),
        ("昨天报的怎么样了", None),
        ("any news?", None),
    ],
)
def test_a_ticket_number_is_known_by_how_it_is_written(text: str, number: int | None) -> None:
    assert ticket_number(text) == number


def test_plain_numbers_are_only_guesses() -> None:
    assert plain_numbers("15 和 16 怎么样了") == [15, 16]
    assert plain_numbers("8:30 到了 3.5 米，50%") == []


@pytest.mark.parametrize(
    "text", ["3栋2单元1201", "meter 88213", "昨天晚上", "since Monday", "Block B #12-07"]
)
def test_a_place_or_a_time_alone_is_a_detail(text: str) -> None:
    assert only_details(text)


@pytest.mark.parametrize(
    "text", ["3栋电梯坏了", "no water since Monday", "漏水", "你好", "how much is my bill"]
)
def test_what_says_more_is_no_detail(text: str) -> None:
    assert not only_details(text)
