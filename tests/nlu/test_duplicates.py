"""Near-duplicates are found, and what only looks alike is left."""

from nlu.duplicates import Line, main, near_duplicates, training_lines

QUALITY, TALK = "complaint+quality", "talk_to_human"


def found(lines, against=()):
    return [(pair.line.text, pair.earlier.text) for pair in near_duplicates(lines, against)]


def test_one_word_changed_is_a_repeat():
    lines = [
        Line("the lift in block C has been stuck since Monday morning", QUALITY),
        Line("three weeks of brown water and nobody has an answer", QUALITY),
        Line("The lift in block D has been stuck since Monday morning!", QUALITY),
    ]
    assert found(lines) == [(lines[2].text, lines[0].text)]


def test_chinese_in_either_script_is_a_repeat():
    lines = [Line("厨房水龙头关了还滴答滴答", QUALITY), Line("廚房水龍頭關了還滴答滴答", QUALITY)]
    assert found(lines) == [(lines[1].text, lines[0].text)]


def test_other_words_for_the_same_are_none():
    assert not found([Line("水龙头一直滴水", QUALITY), Line("厨房那个龙头拧不紧，滴滴答答响一夜", QUALITY)])


def test_short_lines_count_only_letter_for_letter():
    assert not found([Line("灯坏了", QUALITY), Line("门坏了", QUALITY)])
    assert found([Line("灯坏了", QUALITY), Line("灯坏了！", QUALITY)])


def test_there_is_one_way_to_ask_for_a_person():
    assert not found([Line("人工", TALK), Line("人工！", TALK)])


def test_a_measuring_set_is_compared_with_and_not_within_itself():
    measured = [Line("Is the pool open on Christmas day this year?", "dev.jsonl")] * 2
    lines = [Line("is the pool open on christmas day this year", "inquiry+service")]
    assert found(lines, measured) == [(lines[0].text, measured[0].text)]


def test_the_training_data_has_none():
    assert [str(pair) for pair in near_duplicates(training_lines())] == []


def test_a_bad_file_is_named(tmp_path, capsys):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "x"\n', "utf-8")
    assert main([str(bad)]) == 2
    assert "bad.jsonl" in capsys.readouterr().err
