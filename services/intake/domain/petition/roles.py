"""Which post do the sender's own words name? Told by the words of office, never by the name."""

import re

from shared.contracts.intake import Post

_DEPUTY = re.compile(r"\bphó\b|\bdeputy\b", re.IGNORECASE)
_HEAD = re.compile(
    r"\b(chủ tịch|giám đốc|trưởng (ban|phòng|công an)|chánh (thanh tra|văn phòng)|thủ trưởng"
    r"|chair|chairman|director|head)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"^\s*(ubnd|ủy ban nhân dân|sở|ban|people's committee|department)\b", re.IGNORECASE
)


def post_of(words: str) -> Post | None:
    """Return the post that the words name; None when they do not say, and an officer must."""
    if _DEPUTY.search(words):
        return "deputy"
    if _HEAD.search(words):
        return "head"
    if _BODY.search(words):
        return "body"
    return None
