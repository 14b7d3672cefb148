"""A mail server on loopback that takes what it is given, or refuses it as its script says."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message


@dataclass
class Mailbox:
    """``refusals``: answers to the next recipients (RCPT) instead of yes; ``breaks``: connections that are cut before
    the yes to a whole mail.
    """

    port: int = 0
    refusals: list[str] = field(default_factory=list)
    breaks: int = 0
    mails: list[Message] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    @property
    def template(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from=bills@example.com&to={{address}}"

    def subject(self, place: int = -1) -> str:
        return str(make_header(decode_header(self.mails[place]["Subject"])))

    def text(self, place: int = -1) -> str:
        """The plain part."""
        plain = next(part for part in self.mails[place].walk() if part.get_content_type() == "text/plain")
        payload = plain.get_payload(decode=True)
        assert isinstance(payload, bytes)
        return payload.decode("utf-8")


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    box = Mailbox()

    class Handler(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 mailbox")
            while line := self.rfile.readline().decode().strip():
                verb = line[:4].upper()
                if verb == "RCPT":
                    self.say(box.refusals.pop(0) if box.refusals else "250 ok")
                    box.recipients.append(line.split("<")[1].split(">")[0])
                elif verb == "DATA":
                    self.say("354 go on")
                    if not self.take():
                        return
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def take(self) -> bool:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            box.mails.append(message_from_bytes(b"".join(lines)))
            if box.breaks:
                box.breaks -= 1
                return False
            return True

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        box.port = server.server_address[1]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield box
        finally:
            server.shutdown()
