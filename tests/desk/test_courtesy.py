"""What asks for no answer, and what only looks like it."""

import pytest

from bot.desk.courtesy import is_courtesy


@pytest.mark.parametrize(
    "text",
    [
        "谢谢",
        "谢谢！",
        "好的，谢谢您",
        "非常感谢",
        "辛苦了",
        "师傅辛苦了",
        "麻烦您了。",
        "嗯嗯 好的",
        "收到",
        "知道了，谢谢师傅",
        "多謝",
        "👍",
        "🙏🙏",
        "好的👌",
        "Thanks!",
        "thank you so much",
        "OK, thanks",
        "Great. Thank you very much!",
        "got it",
        "ｏｋ",
    ],
)
def test_thanks_and_ok_ask_for_nothing(text: str) -> None:
    assert is_courtesy(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "???",
        "好的吗？",
        "ok?",
        "好的，那几点来",
        "谢谢，但是还在漏",
        "thanks but it still leaks",
        "Thank you, when will he come",
        "好不了",
        "明白人都知道不行",
        "是的",
        "yes",
        "不行",
        "😡",
        "好的😡",
        "1",
        "谢谢" * 30,
    ],
)
def test_everything_else_may_be_owed_an_answer(text: str) -> None:
    assert not is_courtesy(text)
