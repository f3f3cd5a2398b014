"""The model that tells languages is there when it is asked, and not for longer than somebody wants."""

from py3langid import langid

from narrator.reading.language import forget_languages, language_of

ENGLISH = "The bridge was to be closed in March, and it is still open to whoever walks across it. " * 3
GERMAN = "Die Brücke sollte im März geschlossen werden, und sie ist noch immer offen für alle. " * 3


def test_the_model_is_let_go_of_and_there_again_when_asked() -> None:
    assert language_of(ENGLISH, None)[0] == "en"
    assert langid.IDENTIFIER is not None
    forget_languages()
    assert langid.IDENTIFIER is None
    assert language_of(GERMAN, None)[0] == "de"
