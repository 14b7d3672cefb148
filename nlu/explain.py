"""Why a message was understood as it was: `python -m nlu.explain [--json] TEXT`, with the trained model.

It names the words that decided, the next-best labels, the danger words and guards that spoke, and what the decision
(file, ask or answer) was measured by; of a message about two things also the words of each. `-` instead of TEXT reads
it from the standard input.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any, Dict, List, Optional

from nlu import hazards, reading, topics
from nlu.labels import FALLBACK, LEARNED_LABELS, NOT_SOLVED, parts
from nlu.model import ModelUnusable, load_mind
from nlu.occlusion import HEADS, weigh
from nlu.topics import Topic
from nlu.train import model_path
from nlu.understanding import ANSWER, ASK, Mind, Understanding

_DIGITS = 4
_NEXT_BEST = 4
_SHOWN = 5  # words for each part in the plain output
_LEAST_SHOWN = 0.01
_GUARDS = ("negated", "figure", "past", "supposed")


def explain(mind: Mind, text: str) -> Dict[str, Any]:
    """Why `text` is understood as it is; JSON values only, probabilities to four digits.

    `because`: `phrase` (the whole message is a known one), `urgent` (danger waits for no question), `sure`, `unsure`
    (below `ask_below`), `parts` (it is about two things, and one of them decided), `unread` (another language, no
    words). `words` were taken out one by one (`occlusion`); there are none where words did not decide, and those of
    the one part where that did. `text` is what was read, `left_out` how many characters of its middle were not.
    `parts` are the two things it is about, as they stand in it, each by itself; the ticket follows the one that is
    `main`. Of a message about one thing it is empty.
    """
    meaning = topics.understand(mind, [text])[0]
    phrase = meaning.intent if mind.phrasebook.intent(text) == meaning.intent else None
    label = meaning.learned_label() if meaning.intent in (FALLBACK, NOT_SOLVED) else meaning.intent
    shown, told = reading.trim(text), _parts(mind, meaning.second, text)
    decision = _decision(mind, meaning, phrase)
    by_words = meaning.judgement is not None and phrase in (None, NOT_SOLVED)
    main = next((part for part in told if part["main"]), None) if decision["because"] == "parts" else None
    return {
        "text": shown,
        "left_out": max(len(text) - len(shown), 0),
        "language": meaning.language,
        "label": label,
        **_labelled(label),
        "confidence": round(dict(meaning.ranking).get(label, meaning.confidence), _DIGITS),
        **decision,
        "phrase": phrase,
        "urgent": _urgency(mind, meaning, text),
        "words": _words(mind, shown, label, main) if by_words else [],
        "next_best": _next_best(meaning, label),
        "removed": reading.label_talk(reading.clean(text)),
        "parts": told,
    }


def _words(mind: Mind, shown: str, label: str, main: Optional[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """The words of the whole, or those of the `main` part at their places in the whole, where that part decided."""
    start = shown.find(main["text"]) if main else -1
    if main is None or start < 0:  # a very long text is shown without its middle
        return [asdict(weight) for weight in weigh(mind, shown, label)]
    return [{**word, "start": word["start"] + start, "end": word["end"] + start} for word in main["words"]]


def deciding(words: List[Dict[str, Any]], part: str, most: int = _SHOWN) -> List[Dict[str, Any]]:
    """The words that speak most for a part of the label (`kind`, `category`, `urgent`), the weightiest first."""
    telling = [word for word in words if word[part] >= _LEAST_SHOWN]
    return sorted(telling, key=lambda word: -word[part])[:most]


def _labelled(label: str) -> Dict[str, Optional[str]]:
    kind, category, intent = parts(label)
    return {"kind": kind, "category": category, "intent": intent}


def _decision(mind: Mind, meaning: Understanding, phrase: Optional[str]) -> Dict[str, Any]:
    judged = meaning.judgement
    if phrase:
        because = "phrase"
    elif judged is None:
        because = "unread"
    elif meaning.hazard:
        because = "urgent"
    elif _by_a_part(mind, meaning):
        because = "parts"
    else:
        because = "unsure" if meaning.decision == ASK else "sure"
    return {
        "decision": meaning.decision,
        "because": because,
        "certainty": round(judged.certainty, _DIGITS) if judged else None,
        "ask_below": round(mind.ask_below[meaning.language], _DIGITS) if judged else None,
    }


def _by_a_part(mind: Mind, meaning: Understanding) -> bool:
    """Whether the whole, read without its parts, would have been unsure, or something else."""
    judged = meaning.judgement
    if judged is None or meaning.second is None:
        return False
    unsure = judged.certainty < mind.ask_below[meaning.language]
    return unsure or judged.ranking()[0][0] != meaning.intent


def _parts(mind: Mind, second: Optional[Topic], text: str) -> List[Dict[str, Any]]:
    """The two topics in the order of the message; the places of their words count from the part's own beginning."""
    if second is None or second.main is None:
        return []
    told = sorted((second.main, second), key=lambda topic: text.find(topic.text))
    return [{**_part(mind, topic), "main": topic is second.main} for topic in told]


def _part(mind: Mind, topic: Topic) -> Dict[str, Any]:
    label = f"{topic.kind}+{topic.category}"
    return {
        "text": topic.text,
        "label": label,
        **_labelled(label),
        "confidence": round(topic.confidence, _DIGITS),
        "words": [asdict(weight) for weight in weigh(mind, topic.text, label)],
    }


def _urgency(mind: Mind, meaning: Understanding, text: str) -> Dict[str, Any]:
    """How probable danger is, and what the lexicon found: its danger words, and the guards that took them back."""
    judged = meaning.judgement
    found: Dict[str, Any] = {
        "probability": round(judged.urgent, _DIGITS) if judged else 0.0,
        "from": round(mind.urgent_from, _DIGITS),
        "hazard": meaning.hazard,
        "danger_words": [],
        "guards": [],
    }
    if judged is None:
        return found
    plain = reading.features_text(reading.clean(text))
    lexicon, danger = hazards.LEXICONS[meaning.language], hazards.find(plain, meaning.language)
    for patterns, sure in ((lexicon.sure, True), (lexicon.hints, False)):
        for hazard, pattern in patterns.items():
            match = pattern.search(plain)
            if match and hazard not in {one["hazard"] for one in found["danger_words"]}:
                found["danger_words"].append({"hazard": hazard, "word": match.group().strip(), "sure": sure})
    said = {one["hazard"] for one in found["danger_words"] if one["sure"]}
    if said and (danger.guarded or said - set(danger.sure)):
        matches = ((name, getattr(lexicon, name).search(plain)) for name in _GUARDS)
        found["guards"] = [{"guard": name, "word": match.group().strip()} for name, match in matches if match]
    return found


def _next_best(meaning: Understanding, label: str) -> List[Dict[str, Any]]:
    if meaning.judgement is None:
        return []
    others = [(name, share) for name, share in meaning.ranking if name != label and name in LEARNED_LABELS]
    others = sorted(others, key=lambda pair: -pair[1])[:_NEXT_BEST]
    return [{"label": name, **_labelled(name), "confidence": round(share, _DIGITS)} for name, share in others]


def as_lines(why: Dict[str, Any]) -> List[str]:
    """An explanation for people who read logs; `python -m bot explain` shows it in either language."""
    lines = [f"{why['label']}  {why['confidence']:.0%}  {why['decision']} ({why['because']})"]
    if why["because"] in ("sure", "unsure"):
        lines.append(f"certainty {why['certainty']:.0%}, asks below {why['ask_below']:.0%}")
    lines += _deciding_lines(why["words"])
    urgent = why["urgent"]
    if why["decision"] != ANSWER or urgent["hazard"]:
        lines.append(f"danger: {urgent['probability']:.0%}, an alarm from {urgent['from']:.0%}")
    lines += [f"danger word: {one['word']} ({one['hazard']})" for one in urgent["danger_words"]]
    lines += [f"guard: {one['word']} ({one['guard']})" for one in urgent["guards"]]
    lines += [f"next: {one['label']} {one['confidence']:.0%}" for one in why["next_best"]]
    lines += [f"not counted: {said}" for said in why["removed"]]
    for part in why["parts"]:
        follows = ", the ticket follows it" if part["main"] else ""
        lines.append(f"part: {part['label']} {part['confidence']:.0%}{follows}: {part['text']}")
        lines += [f"  {line}" for line in _deciding_lines(part["words"])]
    return lines


def _deciding_lines(words: List[Dict[str, Any]]) -> List[str]:
    found = {part: deciding(words, part) for part in HEADS}
    return [
        f"{part}: " + ", ".join(f"{word['text']} {word[part]:+.0%}" for word in told)
        for part, told in found.items()
        if told
    ]


def main(arguments: Optional[List[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m nlu.explain", description=__doc__.split("\n\n")[0])
    parser.add_argument("text", metavar="TEXT", help="the message; - reads it from the standard input")
    parser.add_argument("--json", action="store_true", help="everything, as one JSON object")
    parser.add_argument("--model", type=Path, help="a model archive (default: the one trained last)")
    given = parser.parse_args(arguments)
    text = sys.stdin.buffer.read().decode("utf-8", "replace") if given.text == "-" else given.text
    try:
        why = explain(load_mind(given.model or model_path()), text)
    except ModelUnusable as error:
        print(f"nlu.explain: {error}", file=sys.stderr)
        return 2
    if given.json:
        print(json.dumps(why, ensure_ascii=False))
    else:
        print("\n".join(as_lines(why)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
