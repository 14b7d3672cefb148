"""What services give with the texts about tickets together (``wording/together.*``)."""

from typing import Any

MOMENT = "2026-03-02T10:30:00+00:00"
PART = {"department": "设计部", "by": "李", "words": "已核对", "to": "王", "to_id": 12345678, "left": 1}
WOKEN = {"until_at": MOMENT, "reason": "snooze_part", "to": "王", "to_id": 12345678}
PAIR = {"number": "CD-5", "into": "CD-3"}

GIVEN: dict[str, dict[str, Any]] = {
    "ask_open_parts": {"number": "CD-1", "parts": "设计部"},
    "staff_part_how": {},
    "staff_did_how": {},
    "staff_snooze_how": {},
    "staff_merge_how": {},
    "repeats": {"number": "CD-3", "by": "王", "resolved_at": MOMENT, "reason": "换了密封圈"},
    "merged_here": {"number": "CD-5", "left": 2},
    "merged_told": PAIR,
    "unmerged_told": PAIR,
    "staff_defect_how": {},
    "staff_tell_how": {},
    "outage_says": {"number": "", "out": "power", "text": "今晚恢复"},
    "resolved_with_numbers": PAIR | {"numbers": "CD-3、CD-5", "reason": "words", "words": "已更换"},
    "bulk": {
        "stage": "asked",
        "resolves": 1,
        "place": "D-3 电梯门锁",
        "tickets": 15,
        "count": 12,
        "told": 0,
        "kept": 1,
        "by": "王",
        "words": "明天修",
    },
}
TOLD: dict[str, dict[str, Any]] = {
    "part_done": PART,
    "part_not_ours": PART,
    "part_late": {"department": "设计部", "due_at": MOMENT},
    "fix_failed": {"again": "CD-12"},
    "fix_not_failed": {"again": "CD-12", "by": "王"},
    "waits_no_more": {"waits_at": MOMENT, "to": "王", "to_id": 12345678},
    "woken_over": WOKEN,
    "woken_customer": WOKEN,
    "woken_agent": WOKEN,
    "woken_urgent": WOKEN,
    "woken_merged": WOKEN,
    "bulk": {"by": "王", "words": "明天修好"},
    "merged": {"into": "CD-3", "by": "王"},
    "unmerged": {"into": "CD-3", "by": "王"},
    "unmerged_here": {"other": "CD-5", "by": "王"},
}
CARD: dict[str, Any] = {
    "parts": [
        {"department": "设计部", "words": "核对图纸", "owner": "", "due_at": MOMENT, "late": late}
        for late in (0, 1)
    ],
    "snoozed_at": MOMENT,
    "snooze_reason": "等配件",
    "merged_into": "",
    "merged": "CD-5",
    "repeats": "CD-3",
    "fix_failed": 1,
    "defect": "D-3 电梯门锁",
    "defect_tickets": 4,
}
NOTHING: dict[str, Any] = {
    "parts": [], "snoozed_at": "", "merged": "", "repeats": "", "fix_failed": 0, "defect": "",
}  # fmt: skip
