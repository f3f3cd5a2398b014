"""Interviews and transcripts: who says each paragraph."""
