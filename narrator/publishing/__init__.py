"""Publishing: captions, player page, cover and feed for finished episodes."""
