"""Invented people: common names put together by chance, numbers that nobody has."""

import random

_FAMILY = (
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Huỳnh",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
)
_FAMILY_WEIGHTS = (38, 11, 10, 7, 6, 5, 4, 4, 3, 3, 3, 2)
_MIDDLE_F = ("Thị", "Thị Kim", "Thị Ngọc", "Thị Thu", "Thị Bích")
_MIDDLE_M = ("Văn", "Hữu", "Minh", "Quốc", "Thanh", "Công")
_GIVEN_F = ("Lan", "Mai", "Hoa", "Hạnh", "Phượng", "Tuyết", "Thảo", "Loan", "Yến", "Nga")
_GIVEN_M = ("Hùng", "Dũng", "Tâm", "Long", "Phúc", "Tài", "Sơn", "Bình", "Lộc", "Hải")


def name(chance: random.Random) -> str:
    """Return a full name."""
    family = chance.choices(_FAMILY, _FAMILY_WEIGHTS)[0]
    if chance.getrandbits(1):
        return f"{family} {chance.choice(_MIDDLE_F)} {chance.choice(_GIVEN_F)}"
    return f"{family} {chance.choice(_MIDDLE_M)} {chance.choice(_GIVEN_M)}"


def phone(chance: random.Random) -> str:
    """Return a number in a range that is not given out."""
    return f"0199{chance.randrange(10**6):06d}"


def id_number(chance: random.Random) -> str:
    """Return twelve digits with a province code that does not exist."""
    return f"999{chance.randrange(10**9):09d}"


def address(chance: random.Random, commune: str) -> str:
    """Return a hamlet in a commune."""
    return f"Ấp {chance.randint(1, 9)}, {commune}"
