"""Speech: lines become clips, by whichever engine, in parallel, each recorded once."""
