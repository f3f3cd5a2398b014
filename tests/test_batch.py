"""Many articles on any executor."""

from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from narrator.batch import WINDOW_PER_WORKER, Outcome, batch
from narrator.errors import EngineError
from narrator.settings import Settings


def made(source: str, _settings: Settings, _storage: str) -> Outcome:
    if source == "bad":
        raise ZeroDivisionError("by nought")
    return Outcome(source, "made", None, 0.0)


class Gone(ThreadPoolExecutor):
    """Has lost its workers: what it is given is never done."""

    def submit(self, *_arguments, **_more):
        future = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


def test_articles_are_taken_a_few_ahead_and_a_defect_is_an_outcome():
    taken = []

    def sources():
        for n in range(40):
            taken.append(n)
            yield "bad" if n == 7 else str(n)

    with ThreadPoolExecutor(2) as executor:
        outcomes = batch(sources(), Settings(), executor, workers=lambda: 2, work=made)
        first = next(outcomes)
        assert len(taken) <= 2 * WINDOW_PER_WORKER
        found = [first, *outcomes]
    assert len(found) == 40
    assert [one.reason for one in found if one.outcome == "failed"] == ["ZeroDivisionError: by nought"]


def test_an_executor_that_gives_up_ends_the_batch_with_a_sentence():
    with Gone(1) as executor, pytest.raises(EngineError, match="run it again"):
        list(batch(["one", "two"], Settings(), executor, workers=1, work=made))
