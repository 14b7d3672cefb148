"""How the house speaks to its log."""

import logging

import structlog


def speak(level: str, *, as_json: bool = False) -> None:
    """One line per event from ``level`` up, each with its ``action``; libraries speak from WARNING up."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    for_people = structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False) if as_json else for_people,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level)),
    )
