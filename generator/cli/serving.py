"""Preview on this machine, rebuilt on change."""

from __future__ import annotations

import errno
import functools
import http.server
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.core.errors import UsageError, reason

_QUIET_SECONDS = 0.5


class _Changes(FileSystemEventHandler):
    """Notes that something changed; an editor's several events become one rebuild."""

    def __init__(self) -> None:
        self.happened = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("created", "modified", "deleted", "moved"):
            self.happened.set()


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Files of the current site, none of them cached, without a log line each."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        pass


def serve_folder(out: Path, port: int, watched: Sequence[Path], build: Callable[[], int]) -> int:
    """Build, serve ``out`` on the loopback address until interrupted, and build again when a watched path changes."""
    code = build()
    if code and not out.exists():
        return code
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(out)))
    except OSError as error:
        why = "已被占用" if error.errno == errno.EADDRINUSE else f"不能用：{reason(error)}"
        raise UsageError(f"端口 {port} {why}。", "请用 --port 换一个。") from None
    changes = _Changes()
    observer = Observer()
    for path in watched:
        observer.schedule(changes, str(path), recursive=path.is_dir())
    observer.start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"预览：http://127.0.0.1:{server.server_port}/ 按 Ctrl+C 结束；改动数据或页面会自动重建。", flush=True)
    try:
        while True:
            changes.happened.wait()
            while changes.happened.wait(_QUIET_SECONDS):
                changes.happened.clear()
            try:
                build()
            except Exception as error:  # a file saved half-way must not end the preview
                print(f"没有完成：{error}", flush=True)
    except KeyboardInterrupt:
        print("预览结束。")
        return 0
    finally:
        observer.stop()
        server.shutdown()
        server.server_close()
