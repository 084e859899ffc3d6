"""How officers bring a case to an outcome through its page, and what the page then shows."""

import datetime as dt

from playwright.sync_api import Locator, Page, expect

from deploy.embedded.supervisor import Stack
from shared.clock import LOCAL
from tests.journeys.people import fill, lodge_by_program, sign_in, until
from tests.journeys.world import ask

TODAY = dt.datetime.now(LOCAL).date()


def ago(days: int) -> str:
    """A day so many days before today."""
    return str(TODAY - dt.timedelta(days=days))


class Matter:
    """A petition, for whoever works on it."""

    def __init__(self, stack: Stack, page: Page, **more: object) -> None:
        """Lodge it by program; `days` ago it came by post."""
        days = int(str(more.pop("days", 0)))
        if days:
            more |= {"channel": "post", "received_on": ago(days)}
        self.receipt = lodge_by_program(stack.urls["front"], **more)
        self.id = str(self.receipt["petition_id"])
        self.address = f"/desk/petitions/{self.id}"
        self._stack, self._page = stack, page

    def did(self, login: str, act: str, **body: object) -> None:
        """Have somebody carry out what came before this story."""
        ask(self._stack, "routing", login, f"/petitions/{self.id}/{act}", body)

    def open_as(self, login: str, act: str) -> None:
        """Sign in and open its page, once it offers an act there."""
        sign_in(self._page, login)
        self.reopen(act)

    def reopen(self, act: str) -> None:
        """Open its page, once it offers an act, with all that is folded."""
        self._page.goto(self.address)
        until(lambda: self.form(act).count() > 0, self._page)
        self.unfold()

    def unfold(self) -> None:
        """Unfold the acts."""
        opened = "document.querySelectorAll('.todo details').forEach(d => d.open = true)"
        self._page.evaluate(opened)

    def form(self, act: str, carrying: str = "") -> Locator:
        """Return the form of an act; of several, the one that carries a value unseen."""
        form = self._page.locator(f"form[action$='/{act}']")
        if carrying:
            form = form.filter(
                has=self._page.locator(f"input[type=hidden][value='{carrying}']")
            )
        return form.first

    def do(self, act: str, carrying: str = "", **fields: str) -> None:
        """Open the page, fill in the form of an act by the names of its fields, and send it."""
        self.reopen(act)
        form = self.form(act, carrying)
        for name, value in fields.items():
            fill(form.locator(f"[name={name}]").first, value)
        self.press(form)
        expect(self._page.get_by_role("status")).to_contain_text("Đã ghi nhận")

    def press(self, form: Locator) -> None:
        """Send a form, past the question whether one is sure."""
        if form.locator("[data-opens]").count():
            form.locator("[data-opens]").click()
            form.locator("dialog button:not([type=button])").click()
        else:
            form.locator("button").last.click()

    def refused(self, act: str, sentence: str, **fields: str) -> None:
        """Send what the page would not: it answers with a sentence, and the case is as before."""
        before = self.state()
        self._page.goto(self.address)
        with self._page.expect_navigation():
            self._page.evaluate(
                """([address, fields]) => {
                    const form = document.createElement("form");
                    form.method = "post";
                    form.action = address;
                    form.append(document.querySelector("main input[name=csrf]").cloneNode());
                    for (const [name, value] of Object.entries(fields)) {
                        const input = document.createElement("input");
                        input.name = name;
                        input.value = value;
                        form.append(input);
                    }
                    document.body.append(form);
                    form.submit();
                }""",
                [f"{self.address}/{act}", fields],
            )
        expect(self._page.get_by_role("alert")).to_contain_text(sentence)
        assert before == self.state()

    def shows(self, done: str, line: str, state: str) -> None:
        """Look at what was recorded: the sentence, the newest line of the story, the state."""
        expect(self._page.get_by_role("status")).to_contain_text(f"Đã ghi nhận: {done}")
        story = self._page.locator(".story").first
        expect(story.locator("li").filter(has_text=line).first).to_be_visible()
        assert state == self.state()

    def state(self) -> str:
        """Return in which state the list has it, for whoever is signed in."""
        answer = self._page.request.get(f"/api/routing/petitions/{self.id}")
        assert answer.ok, answer.text()
        return str(answer.json()["state"])
