"""For all tests."""

import os
import signal

from hypothesis import HealthCheck, settings

# A shell that starts the tests in the background has SIGINT ignored, and every process would inherit that:
# what is tested to end at Ctrl-C would then run for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# A busy machine is no failure. In CI the same examples are tried each time, so that a change is judged by
# what it changes; everywhere else they are new ones.
settings.register_profile(
    "narrator", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("narrator")
