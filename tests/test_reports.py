"""What the commands print for people."""

from narrator.campaign import Total
from narrator.model import Voice
from narrator.reports import total_text, voices_text


def test_voices_stand_in_columns_however_long_their_names():
    voices = [
        Voice("espeak:en-us/mid", "espeak", "en-US", "m", description="even"),
        Voice("espeak:en-gb-x-rp/low", "espeak", "en-GB-x-rp", None, description="deep"),
    ]
    assert voices_text(voices).splitlines() == [
        "espeak:en-us/mid       en-US       m  even",
        "espeak:en-gb-x-rp/low  en-GB-x-rp  -  deep",
    ]


def test_a_batch_that_had_nothing_to_make_tells_no_speed():
    assert total_text(Total(skipped=5, seconds=1.0)) == "0 made, 5 skipped, 0 failed"
    made = total_text(Total(made=2, skipped=1, audio=90.0, seconds=3.0))
    assert made == "2 made, 1 skipped, 0 failed; 1:30 of sound in 0:03 (30 × real time)"
