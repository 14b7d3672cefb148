"""The closed lists of labels: what a message can be, and in which language it is.

Source: the taxonomy of property companies' complaint desks (投诉/咨询/建议/表扬 by 设计/质量/销售承诺/服务),
widened to utilities.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What the customer wants with a ticket."""

    COMPLAINT = "complaint"
    INQUIRY = "inquiry"
    SUGGESTION = "suggestion"
    PRAISE = "praise"


class Category(StrEnum):
    """Who must act: design office, building or operations, sales, service staff."""

    DESIGN = "design"
    QUALITY = "quality"
    SALES_PROMISE = "sales_promise"
    SERVICE = "service"


class Hazard(StrEnum):
    """A danger to life, health or property now; each has its own safety advice."""

    GAS = "gas"
    SHOCK = "shock"
    FIRE = "fire"
    TRAPPED = "trapped"
    FLOODING = "flooding"
    FALLING = "falling"
    MEDICAL = "medical"
    OTHER = "other"


class Language(StrEnum):
    """The two languages the desk speaks."""

    ZH = "zh"
    EN = "en"
