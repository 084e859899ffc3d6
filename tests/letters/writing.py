"""
Letters with labels: a matter is made once, and written down several times as people do.

What makes it hard is meant to be hard: letters copied without tone marks, retold in other
words, wrapped in a forwarding letter; and beside them people who write about two matters,
and whole villages that copy one template about one project.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from services.intake.domain.petition.personal import PersonalContent, Petitioner, Respondent
from tests.letters.matters import Letter, Matter, Person
from tests.letters.spoiling import spoiled, with_typos, without_tones

FOLDER = Path(__file__).parent
_VAGUE = {
    "date": "vừa qua", "number": "nêu trên", "money": "nhiều triệu", "area": "mấy ngàn",
    "n1": "như trên", "n3": "rất nhiều", "crops": "hàng trăm",
}  # fmt: skip
"""What people say when they do not remember the figure."""
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass
class Writer:
    """Writes letters in one vocabulary, by one seed."""

    words: dict[str, Any]
    chance: random.Random
    _matters: int = 0
    _synonyms: list[tuple[re.Pattern[str], list[str]]] = field(default_factory=list)

    @classmethod
    def of(cls, vocabulary: str, seed: int) -> "Writer":
        """Open `tuned` or `held_out`."""
        text = (FOLDER / f"{vocabulary}.yaml").read_text(encoding="utf-8")
        made = cls(yaml.safe_load(text), random.Random(f"{vocabulary}/{seed}"))
        for group in made.words["synonyms"]:
            either = "|".join(re.escape(each) for each in sorted(group, key=len)[::-1])
            made._synonyms.append((re.compile(rf"\b({either})\b", re.IGNORECASE), group))
        return made

    def letters(self, count: int) -> Iterator[Letter]:
        """Yield so many letters, in groups; shuffle them to have them come as they do."""
        sorts: list[tuple[int, Callable[[], list[Letter]]]] = [
            (780, self._single), (130, self._same), (50, self._two_matters), (4, self._mass),
        ]  # fmt: skip
        left = count
        while left > 0:
            make = self.chance.choices([s[1] for s in sorts], [s[0] for s in sorts])[0]
            some = make()[:left]
            yield from some
            left -= len(some)

    # what comes together

    def _single(self) -> list[Letter]:
        return [self._write(self._matter(self._person()), "single")]

    def _same(self) -> list[Letter]:
        matter = self._matter(self._person())
        again = self.chance.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]
        return [self._write(matter, "first"), *(self._again(matter) for _ in range(again))]

    def _two_matters(self) -> list[Letter]:
        person = self._person()
        one = self._matter(person)
        topic = one.topic if self.chance.random() < 0.5 else None
        other = self._matter(person, topic=topic, respondent=one.respondent)
        found = [self._write(one, "other"), self._write(other, "other")]
        if self.chance.random() < 0.3:
            found.append(self._again(one))
        return found

    def _mass(self) -> list[Letter]:
        """A template that neighbours copy: each with name, plot and figures of their own."""
        open_ = [t for t in self.words["topics"] if t["kind"] != "denunciation"]
        first = self._person()
        model = self._matter(first, topic=self.chance.choice(open_))
        of_all = ["project", "commune", "person"]
        if self.chance.random() < 0.5:  # one decision against the whole village
            of_all += ["date", "number"]
        shared = {k: model.figures[k] for k in of_all}
        found: list[Letter] = []
        for _ in range(self.chance.randint(8, 30)):
            neighbour = replace(self._person(), commune=first.commune)
            figures = self._figures(neighbour) | shared
            own = replace(model, sender=neighbour, figures=figures, number=self._number())
            found.append(self._write(own, "mass"))
            if self.chance.random() < 0.08:
                found.append(self._again(own))
        return found

    # one matter

    def _number(self) -> int:
        self._matters += 1
        return self._matters

    def _person(self) -> Person:
        c, w = self.chance, self.words
        name = f"{c.choice(w['families'])} {c.choice(w['middles'])} {c.choice(w['givens'])}"
        return Person(
            name=name,
            hamlet=c.choice(w["hamlets"]),
            commune=c.choice(w["communes"]),
            phone=f"0199{c.randrange(10**6):06d}" if c.random() < 0.6 else "",
            id_number=f"999{c.randrange(10**9):09d}" if c.random() < 0.4 else "",
            year=c.randint(1940, 1995),
        )

    def _figures(self, sender: Person) -> dict[str, str]:
        c, w = self.chance, self.words
        person = (
            f"{c.choice(w['families'])} {c.choice(w['middles'])} {c.choice(w['givens'])}"
        )
        return {
            "sender": sender.name, "address": sender.address, "commune": sender.commune,
            "hamlet": sender.hamlet, "phone": sender.phone or "không có",
            "n1": str(c.randint(10, 999)), "n2": str(c.randint(2, 60)),
            "n3": str(c.randint(3, 900)), "area": str(c.randint(50, 9000)),
            "year": str(c.randint(1975, 2020)), "month": str(c.randint(1, 12)),
            "number": str(c.randint(10, 4999)), "money": f"{c.randint(20, 980)}.000.000",
            "crops": str(c.randint(20, 900)), "crop": c.choice(["cao su", "mãng cầu", "điều"]),
            "date": f"{c.randint(1, 28):02d}/{c.randint(1, 12):02d}/{c.randint(2019, 2026)}",
            "project": c.choice(w["projects"]), "person": person,
        }  # fmt: skip

    def _matter(
        self, sender: Person, *, topic: dict[str, Any] | None = None, respondent: str = ""
    ) -> Matter:
        c = self.chance
        topic = topic or c.choice(self.words["topics"])
        count = len(topic["slots"])
        body = sorted(c.sample(range(count - 1), c.randint(max(3, count - 3), count - 1)))
        slots = [(n, c.randrange(len(topic["slots"][n]))) for n in [*body, count - 1]]
        against = self.words["respondents"][c.choice(topic["respondents"])]
        return Matter(
            number=self._number(),
            sender=sender,
            topic=topic,
            slots=tuple(slots),
            figures=self._figures(sender),
            respondent=respondent or f"{against} {sender.commune}",
            opening=c.randrange(2 * len(self.words["openings"])),
            closing=c.randrange(2 * len(self.words["closings"])),
        )

    # putting it on paper

    def _write(self, matter: Matter, how: str) -> Letter:
        sentences = [matter.topic["slots"][n][v] for n, v in matter.slots]
        return self._letter(matter, sentences, how, matter.sender)

    def _again(self, matter: Matter) -> Letter:
        """Write the same once more: copied, edited or retold, perhaps forwarded."""
        c = self.chance
        how = c.choices(("copied", "edited", "retold"), (35, 40, 25))[0]
        sentences = [matter.topic["slots"][n][v] for n, v in matter.slots]
        if how != "copied":
            sentences = self._reword(matter, sentences, retold=how == "retold")
        letter = self._letter(matter, sentences, how, self._sender_again(matter.sender))
        return self._forwarded(matter, letter) if c.random() < 0.4 else letter

    def _reword(self, matter: Matter, sentences: list[str], *, retold: bool) -> list[str]:
        c = self.chance
        if retold:
            sentences = [
                c.choice(matter.topic["slots"][n]) if c.random() < 0.35 else sentence
                for (n, _), sentence in zip(matter.slots, sentences, strict=True)
            ]
        sentences = [self._synonymous(s, 0.5 if retold else 0.15) for s in sentences]
        body, request = sentences[:-1], sentences[-1]
        if c.random() < (0.7 if retold else 0.3):
            c.shuffle(body)
        if len(body) > 3 and c.random() < (0.7 if retold else 0.3):
            del body[c.randrange(len(body))]
        for _ in range(c.randint(1, 3) if retold else c.randint(0, 2)):
            body.insert(c.randint(0, len(body)), c.choice(self.words["fillers"]))
        return [*body, request]

    def _synonymous(self, sentence: str, share: float) -> str:
        for pattern, group in self._synonyms:
            sentence = pattern.sub(
                lambda m, g=group: (
                    self.chance.choice(g) if self.chance.random() < share else m[0]
                ),
                sentence,
            )
        return sentence

    def _letter(
        self,
        matter: Matter,
        sentences: Sequence[str],
        how: str,
        sender: Petitioner | Person,
    ) -> Letter:
        c, w, again = self.chance, self.words, how in ("copied", "edited", "retold")
        *body, request = sentences
        if how in ("single", "first", "other") and c.random() < 0.4:
            body = [*body, c.choice(w["fillers"])]
        opening = matter.opening if how != "retold" else c.randrange(2 * len(w["openings"]))
        head = w["openings"][opening : opening + 1]
        tail = w["closings"][matter.closing : matter.closing + 1]
        if again:
            matter = replace(matter, figures=self._figures_again(matter.figures, how))
        text = self._filled(matter, " ".join([*head, *body]))
        asked = self._filled(matter, " ".join([request, *tail]))
        if again:
            text, asked = spoiled(c, text, asked, copied=how == "copied")
        return Letter(
            matter=matter.number,
            kind=matter.topic["kind"],
            agency=f"{25000 + w['communes'].index(matter.sender.commune):05d}",
            content=PersonalContent(
                petitioner=sender
                if isinstance(sender, Petitioner)
                else _petitioner(sender),
                respondent=Respondent(name=matter.respondent),
                summary=text,
                request=asked,
            ),
            how=how,
        )

    def _figures_again(self, figures: dict[str, str], how: str) -> dict[str, str]:
        """Misread a digit here and there; who retells forgets figures."""
        c, found = self.chance, dict(figures)
        for name, value in figures.items():
            if name in _VAGUE and how == "retold" and c.random() < 0.25:
                found[name] = _VAGUE[name]
            elif value[-1].isdigit() and name != "phone" and c.random() < 0.03:
                found[name] = value[:-1] + c.choice("0123456789")
        return found

    def _filled(self, matter: Matter, text: str) -> str:
        return _PLACE.sub(lambda m: matter.figures[m[1]], text)

    def _sender_again(self, person: Person) -> Petitioner:
        c = self.chance
        known, name = _petitioner(person), person.name
        if c.random() < 0.06:  # given name first, as foreign programs have it
            *before, given = name.split()
            name = " ".join([given, *before])
        if c.random() < 0.25:
            name = without_tones(name)
        if c.random() < 0.15:
            name = name.upper()
        if c.random() < 0.1:
            name = f"{c.choice(('Ông', 'Bà', 'ông/bà', 'Hộ ông'))} {name}"
        if c.random() < 0.02:
            name = with_typos(c, name, 0.08)
        address = person.address
        if c.random() < 0.4:
            address = f"{person.hamlet} - {person.commune}, tỉnh Tây Ninh"
        if c.random() < 0.2:
            address = without_tones(address)
        return Petitioner(
            full_name=name,
            address=address,
            phone=known.phone if c.random() < 0.7 else "",
            id_number=known.id_number if c.random() < 0.7 else "",
        )

    def _forwarded(self, matter: Matter, letter: Letter) -> Letter:
        """Wrap the letter as a body that sends it on does; it may leave out who wrote."""
        content = letter.content
        frame = self._filled(
            replace(matter, figures=self._figures(matter.sender)),
            self.chance.choice(self.words["forwards"]).replace("{letter}", "\x00"),
        )
        text = frame.replace("\x00", f"{content.summary} {content.request}")
        petitioner = content.petitioner
        if self.chance.random() < 0.12:
            petitioner = Petitioner(full_name="", address="")
        wrapped = PersonalContent(
            petitioner=petitioner,
            respondent=content.respondent,
            summary=text,
            request="Đề nghị xem xét, giải quyết theo thẩm quyền.",
        )
        return replace(letter, content=wrapped, forwarded=True)


def _petitioner(person: Person) -> Petitioner:
    return Petitioner(
        full_name=person.name,
        address=person.address,
        phone=person.phone,
        id_number=person.id_number,
    )
