"""What the judges of the stand-ins share: named steps, each of which holds or says why not."""

from collections.abc import Callable


class Steps:
    def __init__(self, judge: str) -> None:
        self.judge = judge
        self.done = 0
        self.wrong: list[str] = []

    def expect(self, what: str, wanted: object, found: Callable[[], object]) -> None:
        """Runs one step; a client that throws is one that does not get on with the stand-in."""
        self.done += 1
        try:
            value = found()
            if value != wanted:
                self.wrong.append(f"{what}: {value!r} instead of {wanted!r}")
        except Exception as error:  # whatever a stranger's client throws
            self.wrong.append(f"{what}: {type(error).__name__}: {str(error)[:300]}")

    def tell(self) -> int:
        verdict = "failed" if self.wrong else "passed"
        print(f"{self.judge}: {verdict}, {self.done - len(self.wrong)} of {self.done} steps")
        for line in self.wrong:
            print(f"  {line}")
        return 1 if self.wrong else 0


def status_of(call: Callable[[], object]) -> object:
    """The HTTP status that a call is refused with; None where it is not."""
    try:
        call()
        return None
    except Exception as error:  # every client has errors of its own
        return getattr(error, "status", None) or getattr(error, "status_code", None) or type(error).__name__
