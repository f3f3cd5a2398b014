import pytest

from narrator.languages import primary


@pytest.mark.parametrize(
    "tags",
    [
        ("en", "en-GB", "en_US", "EN"),
        ("no", "nb", "nn-NO"),
        ("zh", "zh-Hant-TW", "cmn", "yue-HK"),
        ("he", "iw-IL"),
    ],
)
def test_tags_of_one_language_have_one_name(tags: tuple[str, ...]) -> None:
    assert {primary(tag) for tag in tags} == {tags[0]}


def test_other_languages_are_others() -> None:
    assert len({primary(tag) for tag in ("de", "nl", "da", "sv", "no", "zh", "ja")}) == 7
