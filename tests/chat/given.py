"""What services give with each text they name, to be worded in tests: add yours."""

from typing import Any

from tests.chat import given_together as together
from tests.chat.given_own_work import OWN_WORK
from tests.chat.given_promises import PROMISES

CARD: dict[str, Any] = {
    "number": "CD-12",
    "kind": "complaint",
    "category": "quality",
    "urgent": True,
    "hazard": "gas",
    "state": "taken",
    "language": "en",
    "due_at": "2026-03-02T10:30:00+00:00",
    "due_metric": "first_response",
    "late": False,
    "waits_at": "",
    "owner": "王芳",
    "first_owner": "李雷",
    "assigned": "",
    "assigned_id": 0,
    "offered": "赵敏",
    "offered_until_at": "2026-03-02T10:30:00+00:00",
    "customer": "张先生",
    "account": "C-1 幸福路",
    "standing": "vip",
    "place": "3 栋",
    "since": "昨天",
    "words": "厨房漏水",
    "more": 0,
    "green": "1",
    "supervisor": "赵敏",
    "supervisor_id": 12345678,
    "priority": 1,
    "refers_to": "CD-3",
    "linked": "CD-4",
    "outages": [{"number": "F-1", "out": "power", "restored_at": "", "part": True},
                {"number": "F-2", "out": "water", "restored_at": "2026-03-02T10:30:00+00:00", "part": True},
                {"number": "F-3", "out": "lift", "restored_at": "", "part": False}],
    "promises": [{"due_at": "2026-03-06T07:00:00+00:00", "words": "周五上门", "broken": False},
                 {"due_at": "2026-03-02T07:00:00+00:00", "words": "周一回电", "broken": True}],
    "besides": [{"kind": "suggestion", "category": "design", "words": "加个伞架", "state": "open"},
                {"kind": "praise", "category": "service", "words": "小周很好", "state": "left"}],
    "round": 2,
    "resolution": "fixed",
    "earlier": [
        {"number": "CD-2", "kind": "praise", "category": "service", "urgent": False, "hazard": "", "state": "resolved",
         "words": "谢谢"}
    ],
}  # fmt: skip
# What services give with each template they name; "card", "task" and "why" are composed of many texts.
GIVEN: dict[str, dict[str, Any]] = {
    "topic": CARD,
    "card": CARD,
    "alarm": CARD,
    "relay": {"name": "李", "text": "漏水", "left": 7, "owed_at": CARD["due_at"]},
    "relay_edit": {"name": "李", "text": "漏水"},
    "shift_over": {"to": "李", "to_id": 12345678, "until_at": "2026-03-02T10:30:00+00:00"},
    "agent_says": {"number": "CD-1", "text": "好的"},
    "resolved": {"number": "CD-1", "reason": "fixed", "words": ""},
    "delayed": {},
    "dialogue_away": {},
    "handed_back": {"number": "CD-1"},
    "still_fixed": {"number": "CD-1", "words": "漏水"},
    "survey": {"desk": "安居服务台"},
    "offer_besides": {"words": "加个伞架"},
    "digest": {"first_on": "2026-03-02", "last_on": "2026-03-08"},
    "praise": {
        "number": "CD-1",
        "agent": "王强",
        "agent_id": 12345678,
        "lead": "赵敏",
        "lead_id": 12345679,
        "words": "修得又快又好",
    },
    "praise_former": {
        "number": "CD-1",
        "agent": "王强",
        "lead": "赵敏",
        "lead_id": 12345679,
        "words": "修得又快又好",
    },
    "praise_reached": {"number": "CD-1", "agent": "王强", "lead": "赵敏"},
    "praise_reached_former": {"number": "CD-1", "agent": "王强", "lead": "赵敏"},
    "filed_besides": {
        "number": "CD-2",
        "linked": "CD-1",
        "words": "加个伞架",
        "kind": "suggestion",
        "category": "design",
        "due_at": CARD["due_at"],
    },
    "filed_unanswered": {
        "number": "CD-1",
        "words": "漏水",
        "kind": "complaint",
        "category": "quality",
        "due_at": CARD["due_at"],
    },
    "joined_unanswered": {
        "number": "CD-1",
        "words": "漏水",
        "kind": "complaint",
        "category": "quality",
        "due_at": CARD["due_at"],
    },
    "handover": {"name": "李", "number": "CD-1", "holder": "王", "holder_id": 12345678},
    "offer": {
        "by": "王",
        "to": "赵",
        "to_id": 12345678,
        "owner": "王",
        "until_at": CARD["due_at"],
        "number": "CD-1",
    },
    "update_failed": {"update": 1234567, "attempts": 50, "error": "KeyError: 'x'"},
    "undelivered": {
        "number": "CD-1",
        "what": "answer",
        "text": "好",
        "unreachable": True,
        "reason": "blocked",
    },
}
WHY: dict[str, Any] = {
    "number": "CD-12",
    "label": "complaint+quality",
    "sure": 93,
    "because": "phrase",
    "least": 46,
    "phrase": "not_solved",
    "kind_words": [["坏了", 41], ["<又>", 1]],
    "category_words": [["电梯", 30]],
    "urgent_words": [["煤气味", 54]],
    "hazard": "gas",
    "danger": 97,
    "alarm_from": 17,
    "danger_words": [["gas", "煤气味"]],
    "guards": ["没有煤气味"],
    "others": [["inquiry+quality", 4], ["chitchat+thanks", 2], ["of_tomorrow", 1]],
    "removed": ["category: praise"],
    "left_out": 1,
    "parts": [
        {
            "label": "suggestion+design",
            "share": 97,
            "main": False,
            "said": "门口<建议>装伞架",
            "kind_words": [["<建议>", 40], ["装", 3]],
            "category_words": [["装", 9], ["伞架", 8], ["门口", 7]],
        },
        {
            "label": "complaint+quality",
            "share": 99,
            "main": True,
            "said": "电梯坏了",
            "kind_words": [["坏了", 41]],
            "category_words": [],
        },
    ],
    "asked": {"how": "answered", "chosen": "complaint+quality"},
    "then": ["inquiry+service", 60],
    "changes": [
        {
            "field": "kind",
            "before": "inquiry",
            "after": "complaint",
            "name": "",
            "changed_at": CARD["due_at"],
        },
        {"field": "urgent", "before": "False", "after": "True", "name": "王芳", "changed_at": CARD["due_at"]},
        {"field": "urgent", "before": "True", "after": "False", "name": "王芳", "changed_at": CARD["due_at"]},
    ],
}
GIVEN["why"] = WHY
GIVEN |= PROMISES
GIVEN["clock_why"] = {
    "number": "CD-1",
    "zone": "Asia/Shanghai",
    "told": [
        {
            "metric": "next_response",
            "calendar": "office",
            "zone": "Asia/Shanghai",
            "round_the_clock": False,
            "started_at": "2026-09-30T16:00:00+08:00",
            "target": "PT3H",
            "steps": [
                {
                    "what": "counted",
                    "day": "2026-09-30",
                    "start": "2026-09-30T16:00:00+08:00",
                    "end": "2026-09-30T18:00:00+08:00",
                    "amount": "PT2H",
                    "total": "PT2H",
                    "why": "week",
                }
            ],
            "due_at": None,
        }
    ],
}
GIVEN |= {"export_caption": {"what": "kept", "as": "html"}, "erased": {}, "broadcast": {"text": "停电"}}
GIVEN["outage"] = {
    "told": "announced",
    "number": "P-12",
    "planned": True,
    "out": "water",
    "accounts": "H-1、H-2",
    "more": 3,
    "cause": "更换阀门",
    "starts_at": CARD["due_at"],
    "ends_at": CARD["due_at"],
    "restored_at": "",
    "resting": 1,
}
GIVEN["departed"] = {"name": "王", "tickets": 3, "tasks": 1, "promises": 2, "shifts": 5, "on_call": 1}
GIVEN["task"] = {
    "task": "call_about_outage",
    "name": "李",
    "phone": "+8613800138000",
    "account": "M-1",
    "out": "power",
    "reason": "medical",
    "number": "F-12",
    "starts_at": CARD["due_at"],
    "owner": "王",
    "owner_id": 12345678,
    "deadline_at": CARD["due_at"],
    "tries": 1,
    "overdue": 1,
    "outcome": "",
    "by": "",
    "done_at": "",
}
BILL: dict[str, Any] = {
    "number": "B-1",
    "period": "2027-01",
    "amount_sum": "12345 CNY",
    "due_on": "2027-02-06",
}
BILL_LINE = BILL | {
    "account": "M-1 幸福路",
    "days": -3,
    "part": 2,
    "parts": 3,
    "url": "https://pay.example.com/B-1",
}
GIVEN |= dict.fromkeys(
    ("bill_paid", "bill_settled", "bill_cancelled", "bill_open_again", "payment_not_found"), BILL
)
GIVEN["bill_part_paid"] = BILL | {"part": 2}
GIVEN["bill_instalments"] = BILL | {"count": 1, "parts": [{"part": 1} | BILL]}
GIVEN["bill_reminder"] = {
    "detail": "full",
    "count": 2,
    "late": 1,
    "due_on": "2027-02-06",
    "totals": ["12345 CNY", "100 EUR"],
    "items": [BILL_LINE, BILL_LINE | {"days": 0, "part": 0}],
    "others": [BILL_LINE | {"days": 3}],
    "left": 4,
    "links": True,
}
LATE: dict[str, Any] = {
    "number": "CD-1",
    "kind": "complaint",
    "category": "quality",
    "urgent": False,
    "link": "https://t.me/c/1000000001/7",
    "late": "first_response",
    "due_at": CARD["due_at"],
    "hours": 2,
    "minutes": 5,
    "missing": "shift_lead",
    "words": "漏水",
}
GIVEN["ladder_digest"] = {
    "name": "赵",
    "name_id": 12345678,
    "count": 4,
    "left": 1,
    "items": [LATE, LATE | {"late": "soon_resolution", "urgent": True}, LATE | {"late": "look", "link": ""}],
}
GIVEN["waited_digest"] = {
    "name": "赵",
    "name_id": 12345678,
    "count": 3,
    "left": 1,
    "items": [LATE | {"filed_at": CARD["due_at"], "words": "", "urgent": one} for one in (True, False)],
}
GIVEN["verdict_own_work"] = OWN_WORK
FACT: dict[str, Any] = {
    "fact": "breached",
    "done_at": CARD["due_at"],
    "author": "desk",
    "name": "",
    "late": "resolution",
    "rung": "",
    "words": "",
    "media": 0,
}
GIVEN["meeting_note"] = LATE | {
    "left": 1,
    "facts": [
        FACT,
        FACT | {"fact": "escalated", "late": "", "rung": "management", "words": "赵"},
        FACT | {"fact": "said", "author": "customer", "name": "李", "late": "", "media": 2},
    ],
}
GIVEN["look"] = {"number": "CD-1", "name": "赵"}
TOLD: dict[str, dict[str, Any]] = {
    "offer_sooner": {"to": "赵敏", "to_id": 12345678, "until_at": CARD["due_at"]},
    "escalated": {
        "missing": "owner",
        "group": "",
        "rung": "shift_lead",
        "name": "赵",
        "late": "first_response",
        "due_at": CARD["due_at"],
    },
    "green": {"by": "王", "name": "赵", "name_id": 12345678},
    "green_known": {"name": "赵", "name_id": 12345678, "ground": "medical"},
    "green_ended": {"by": "王"},
    "supervised": {"by": "赵", "words": "今天必须上门"},
    "bill_disputed": BILL | {"account": "M-1"},
    "bill_more_time": BILL | {"account": "M-1"},
    "withdrawn": {},
    "outage": {"outage": "F-1", "out": "power"},
    "outage_over": {"outage": "F-1", "out": "power"},
    "extend": {"account": "C-1", "until_on": "2027-05-01"},
    "still_fixed": {},
    "erased": {},
    "linked": {"filed": "CD-2", "said": "加个伞架", "name": "王"},
    "corrected_by_customer": {},
    "handed_back": {"by": "silence"},
    "rated": {"stars": 4},
    "rating_comment": {"stars": 1, "said": "慢"},
    "reopened": {"owner": "王", "owner_id": 12345678, "round": 2},
    "resolved": {"name": "王", "reason": "words", "words": "换了"},
    "accepted": {"name": "王"},
    "declined": {"name": "王"},
    "returned": {
        "to": "赵",
        "to_id": 12345678,
        "by": "王",
        "by_id": 12345679,
        "owner": "王",
        "returned_at": CARD["due_at"],
    },
    "called_off": {"to": "赵", "by": "王", "by_id": 12345679, "left": "1", "owner": "王"},
    "nobody_there": {"to": "赵", "to_id": 12345678, "until_on": "2026-03-09"},
    "assigned": {"to": "王", "to_id": 12345678, "former": "赵", "former_id": 12345679, "reason": "late"},
}
GIVEN |= together.GIVEN
TOLD |= together.TOLD
CARD |= together.CARD
NAMES = {"number": "CD-1", "kind": "complaint", "category": "quality", "urgent": False, "hazard": ""}
GIVEN["suggestion_considered"] = {"number": "CD-1", "department": "设计部"}
GIVEN |= {
    one: {"number": "CD-1", "reason": "adopted", "words": "下个月就装", "points": 100}
    for one in ("suggestion_adopted", "suggestion_not_adopted")
}
GIVEN |= {
    one: {"do": "adopt", "to": "王强", "to_id": 12345678, "number": "CD-1"}
    for one in ("suggestion_ask_adopt", "suggestion_ask_not_adopt")
}
FINDING: dict[str, Any] = {
    "finding": "FD-3",
    "category": "quality",
    "placed": 1,
    "site": "云栖苑",
    "count": 7,
    "customers": 5,
    "since_on": "2026-02-01",
    "until_on": "2026-03-02",
    "words": "· CD-1 电梯又停了",
    "plan": "",
}
GIVEN |= {
    one: FINDING | {"to": "王强", "to_id": 12345678, "deadline_at": CARD["due_at"]}
    for one in ("finding_unheard", "finding_unheard_all")
}
GIVEN |= {
    one: FINDING | {"to": "王强", "to_id": 12345678}
    for one in ("finding_ask_will_change", "finding_ask_no_change", "finding_ask_changed")
}
GIVEN |= {
    one: {"finding": "FD-3", "customers": 5, "words": "已更换", "by": "王强", "tell_at": CARD["due_at"]}
    for one in ("finding_confirm", "finding_closed")
}
GIVEN["finding_changed"] = {
    "category": "quality",
    "numbers": "CD-1、CD-4",
    "department": "工程维修部",
    "words": "三栋电梯的门机已全部更换",
}
