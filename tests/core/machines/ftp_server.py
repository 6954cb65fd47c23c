"""A small FTP server in a folder, which can fall silent in the middle of a file, or be slow."""

from __future__ import annotations

import contextlib
import shutil
import socket
import socketserver
import threading
import time

PIECE = 5000  # bytes that go at once


class Server(socketserver.ThreadingTCPServer):
    """It listens on 127.0.0.1, and tells its address."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, folder):
        super().__init__(("127.0.0.1", 0), _Session)
        self.folder = folder
        self.silent_in = ""
        """The command, STOR or RETR, in the middle of whose next file nothing more is said."""

        self.pause = 0.0
        """Seconds between pieces of a file."""

        self.is_silent, self.ended = threading.Event(), threading.Event()

    @property
    def address(self):
        return f"ftp://127.0.0.1:{self.server_address[1]}/parts"

    def wait(self, command, done):
        """Be slow, or silent, when so many bytes of a file are through."""
        time.sleep(self.pause)
        if command == self.silent_in and done > 0:
            self.is_silent.set()
            self.ended.wait()


@contextlib.contextmanager
def ftp_server(folder):
    folder.mkdir()
    with Server(folder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.ended.set()
        server.shutdown()


class _Session(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def place(self, name):
        return self.server.folder / name.lstrip("/")

    def handle(self):
        self.say("220 here")
        renamed, listener, first = None, None, 0
        for line in self.rfile:
            command, _, name = line.decode().strip().partition(" ")
            place, server = self.place(name), self.server
            if command == "PASV":
                listener = socket.create_server(("127.0.0.1", 0))
                port = listener.getsockname()[1]
                self.say(f"227 (127,0,0,1,{port // 256},{port % 256})")
            elif command in ("MLSD", "STOR", "RETR"):
                if not (place if command != "STOR" else place.parent).exists():
                    self.say("550 not there")
                    continue
                self.say("150 go on")
                with listener, listener.accept()[0] as data:
                    if command == "MLSD":
                        data.sendall(b"".join(map(_facts, place.iterdir())))
                    elif command == "RETR":
                        whole = place.read_bytes()
                        for start in range(first, len(whole), PIECE):
                            server.wait(command, start)
                            data.sendall(whole[start : start + PIECE])
                    else:
                        with open(place, "r+b" if first else "wb") as file:
                            file.seek(first)
                            while piece := data.recv(PIECE):
                                server.wait(command, file.tell())
                                file.write(piece)
                first = 0
                self.say("226 done")
            elif command == "REST":
                first = int(name)
                self.say("350 go on")
            elif command == "MKD":
                place.mkdir()
                self.say("257 made")
            elif command == "RNFR":
                renamed = place
                self.say("350 to what")
            elif command == "RNTO":
                renamed.replace(place)
                self.say("250 done")
            elif command in ("DELE", "RMD"):
                shutil.rmtree(place) if place.is_dir() else place.unlink()
                self.say("250 done")
            elif command in ("USER", "PASS", "TYPE"):
                self.say("230 as you like")
            else:
                self.say("550 not there")


def _facts(path):
    kind = "dir" if path.is_dir() else "file"
    return f"type={kind};size={path.stat().st_size}; {path.name}\r\n".encode()
