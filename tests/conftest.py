"""For all tests."""

import signal

# A shell that starts the tests in the background has SIGINT ignored, and every process would inherit that:
# what is tested to end at Ctrl-C would then run for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
