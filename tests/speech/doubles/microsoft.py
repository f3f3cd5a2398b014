"""The read-aloud service of Microsoft Edge on loopback: voices by HTTP, speech by WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from aiohttp import web

from tests.speech.doubles.voice import LETTER, spoken_mp3

VOICES = [
    {"ShortName": "en-US-AvaNeural", "Locale": "en-US", "Gender": "Female"},
    {"ShortName": "en-US-GuyNeural", "Locale": "en-US", "Gender": "Male"},
    {"ShortName": "en-GB-RyanNeural", "Locale": "en-GB", "Gender": "Male"},
    {"ShortName": "de-DE-KatjaNeural", "Locale": "de-DE", "Gender": "Female"},
]


@dataclass
class Microsoft:
    """`faults` are served first, one a request: an HTTP status, `no audio`, `cut`, `hang`, `drop` or
    `nonsense`; then `always`, if there is one.  `asked` is (voice, rate, text) by request."""

    faults: list[object] = field(default_factory=list)
    always: object = None
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    lists: int = 0

    @contextlib.contextmanager
    def serving(self) -> Iterator[int]:
        """Serves in a thread while the block runs; gives the port."""
        ready = threading.Event()
        port = 0
        loop = asyncio.new_event_loop()
        done = asyncio.Event()

        async def serve() -> None:
            nonlocal port
            app = web.Application()
            app.router.add_get("/voices", self._voices)
            app.router.add_get("/speech", self._speech)
            runner = web.AppRunner(app, shutdown_timeout=0.1)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            port = runner.addresses[0][1]
            ready.set()
            await done.wait()
            await runner.cleanup()
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

        thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
        thread.start()
        assert ready.wait(60)
        try:
            yield port
        finally:
            loop.call_soon_threadsafe(done.set)
            thread.join()
            loop.close()

    async def _voices(self, _: web.Request) -> web.Response:
        self.lists += 1
        return web.json_response(VOICES)

    async def _speech(self, request: web.Request) -> web.StreamResponse:
        fault = self.faults.pop(0) if self.faults else self.always
        if isinstance(fault, int):
            return web.Response(status=fault)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        settings = (await socket.receive()).data
        assert '"wordBoundaryEnabled":"true"' in settings
        ssml = (await socket.receive()).data.partition("\r\n\r\n")[2]
        told = re.search(r"<voice name='([^']*)'.*?rate='([^']*)'[^>]*>(.*)</prosody>", ssml, re.S)
        assert told
        text = html.unescape(told[3])
        self.asked.append((told[1], told[2], text))
        await socket.send_str("Path:turn.start\r\n\r\n{}")
        if fault == "hang":
            await asyncio.Event().wait()  # until the double ends
        elif fault == "drop":
            request.transport.abort()
            return socket
        elif fault == "nonsense":
            await socket.send_str("Path:nobody.knows\r\n\r\n{}")
        elif fault != "no audio":
            await self._say(socket, text, cut=fault == "cut")
        await socket.send_str("Path:turn.end\r\n\r\n{}")
        await socket.close()
        return socket

    async def _say(self, socket: web.WebSocketResponse, text: str, *, cut: bool) -> None:
        for word in re.finditer(r"\w+", text):
            begins = 0.05 + sum(LETTER if c.isalnum() else LETTER / 2 for c in text[: word.start()])
            data = {
                "Offset": round(begins * 10_000_000),
                "Duration": 1000,
                "text": {"Text": html.escape(word[0])},
            }
            told = {"Metadata": [{"Type": "WordBoundary", "Data": data}]}
            await socket.send_str("Path:audio.metadata\r\n\r\n" + json.dumps(told))
        audio = spoken_mp3(text, 180.0)
        if cut:
            audio = audio[: len(audio) // 2 | 1]
        for start in range(0, len(audio), 4096):
            head = b"X-RequestId:1\r\nPath:audio\r\nContent-Type:audio/mpeg\r\n"
            await socket.send_bytes(len(head).to_bytes(2, "big") + head + audio[start : start + 4096])
