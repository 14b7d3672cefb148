"""This machine as the set-up sees it: its Pythons, its uv and pip, and what is wrong with them in one line.

Part of requirements/prepare.py; standard library only, Python 3.8.
"""

import contextlib
import os
import pwd
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Dict, Iterator, List, Optional, Tuple

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".caredesk"
LOG = STATE / "logs" / "prepare.log"
UV_AT_LEAST = (0, 5)
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/cert.pem")
LOCALE = ("TERMINAL_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
CHINESE = next((os.environ[name] for name in LOCALE if os.environ.get(name)), "").startswith("zh")

Version = Tuple[int, int]


class Missing(Exception):
    """A prerequisite is missing or broken. Carries one line with the cure, in English and in Chinese."""

    def __init__(self, english: str, chinese: str) -> None:
        super().__init__(chinese if CHINESE else english)


def say(english: str, chinese: str) -> None:
    print("caredesk: " + (chinese if CHINESE else english), flush=True)


# --- Pythons


def pyenv_folders() -> List[Path]:
    """Every pyenv `versions/` folder this machine shows, also when HOME points elsewhere."""
    roots = [os.environ.get("PYENV_ROOT", ""), os.path.expanduser("~/.pyenv")]
    with contextlib.suppress(KeyError):
        roots.append(os.path.join(pwd.getpwuid(os.getuid()).pw_dir, ".pyenv"))
    running = Path(sys.base_prefix).resolve()
    roots.append(str(running.parent.parent))
    for entry in os.environ.get("PATH", "").split(os.pathsep):
        shims = Path(entry)
        if shims.name in ("shims", "bin") and entry:
            roots.append(str(shims.parent))
    found = []
    for root in roots:
        versions = Path(root) / "versions"
        if root and versions.is_dir() and versions not in found:
            found.append(versions)
    return found


def interpreters(version: Version) -> Iterator[Path]:
    """Files that may be a Python of this version, best first: on PATH, then in pyenv folders."""
    names = ["python%d.%d" % version, "python3", "python"]
    for name in names:
        for folder in os.environ.get("PATH", "").split(os.pathsep):
            if folder:
                yield Path(folder) / name
    yield Path(sys.executable or "")
    for versions in pyenv_folders():
        for folder in sorted(versions.glob("%d.%d.*" % version), key=by_patch, reverse=True):
            yield folder / "bin" / names[0]


def by_patch(folder: Path) -> List[int]:
    return [int(number) for number in re.findall(r"\d+", folder.name)]


def real_interpreter(candidate: Path, version: Version) -> Optional[str]:
    """The interpreter behind `candidate` if it runs and is this version; a pyenv shim often does not."""
    if not os.access(str(candidate), os.X_OK) or STATE in candidate.parents:
        return None
    program = (
        "import sys; print(sys.implementation.name, *sys.version_info[:2]);"
        "print(getattr(sys, '_base_executable', '') or sys.executable)"
    )
    try:
        answer = subprocess.run(
            [str(candidate), "-I", "-c", program],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
            universal_newlines=True,
            timeout=30,
            check=True,
            cwd="/",
        )
    except (OSError, subprocess.SubprocessError):
        return None
    first, _, executable = answer.stdout.strip().partition("\n")
    return executable if first == "cpython %d %d" % version else None


def find_python(pythons: Tuple[Version, ...]) -> Tuple[Version, Optional[str]]:
    """The first of these versions that this machine has, and its interpreter; None: uv must download it."""
    for version in pythons:
        tried = set()
        for candidate in interpreters(version):
            if candidate in tried:
                continue
            tried.add(candidate)
            executable = real_interpreter(candidate, version)
            if executable:
                return version, executable
    return pythons[0], None


# --- running with a log

CURES = (
    (
        r"No space left on device|os error 28|Errno 28|Disk quota exceeded",
        "the disk is full; free about 4 GB for {root} and run again",
        "磁盘已满：请为 {root} 腾出约 4 GB 后重试",
    ),
    (
        r"[Hh]ash mismatch|DO NOT MATCH THE HASHES|hash.*do(es)? not match",
        "a downloaded package does not match its hash in requirements/; check the package mirror you use "
        "and run again (log: {log})",
        "下载的软件包与 requirements/ 中的哈希不符：请检查所用的镜像后重试（日志：{log}）",
    ),
    (
        r"invalid peer certificate|CERTIFICATE_VERIFY_FAILED|SSLError",
        "the package server's certificate is not trusted; name your company's certificates in SSL_CERT_FILE "
        "and run again (log: {log})",
        "软件包服务器的证书不受信任：请用 SSL_CERT_FILE 指定贵公司的证书后重试（日志：{log}）",
    ),
    (
        r"dns error|[Cc]ould not connect|Connection (refused|reset)|error sending request|[Ff]ailed to fetch"
        r"|Failed to download|Network is unreachable|timed out|NewConnectionError|No matching distribution"
        r"|[Tt]emporary failure in name resolution",
        "packages cannot be downloaded; check the network or HTTPS_PROXY and run again (log: {log})",
        "无法下载软件包：请检查网络或代理（HTTPS_PROXY）后重试（日志：{log}）",
    ),
    (
        r"[Pp]ermission denied|Read-only file system",
        "no permission to write; make {root} and the uv cache writable for you and run again (log: {log})",
        "没有写权限：请让当前用户能写 {root} 和 uv 缓存目录后重试（日志：{log}）",
    ),
)


def diagnosis(output: str) -> Missing:
    """The one line for a failed command, from what it printed."""
    words = {"root": str(ROOT), "log": str(LOG.relative_to(ROOT))}
    for pattern, english, chinese in CURES:
        if re.search(pattern, output):
            return Missing(english.format(**words), chinese.format(**words))
    last = next(
        (line.strip() for line in output.splitlines() if line.strip().lower().startswith("error")), ""
    )
    return Missing(
        "set-up failed: {0} Read {log}, put it right and run again".format(last and last + ".", **words),
        "安装失败：{0}请查看 {log}，排除原因后重试".format(last and last + "。", **words),
    )


def run(command: List[str]) -> None:
    """Run a set-up command into the log, with the seconds counted up on a terminal.

    Raises:
        Missing: it failed; the line names the likely cause and its cure.
    """
    with LOG.open("a+", encoding="utf-8", errors="replace") as log:
        log.write("$ " + " ".join(command) + "\n")
        log.flush()
        begin = log.seek(0, os.SEEK_END)
        started = time.monotonic()
        child = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=child_environment(), cwd=str(ROOT)
        )
        wait_for(child, started)
        log.seek(begin)
        if child.returncode:
            raise diagnosis(log.read())


def wait_for(child: "subprocess.Popen", started: float) -> None:
    terminal = sys.stdout.isatty()
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(timeout=1)
            break
        if terminal:
            print("\r  %d s " % (time.monotonic() - started), end="", flush=True)
    if terminal:
        print("\r\033[K", end="", flush=True)


def child_environment() -> Dict[str, str]:
    """The environment for uv and pip: Pythons under `.caredesk/`, patience, pip's mirror for uv too."""
    env = dict(
        os.environ,
        UV_PYTHON_INSTALL_DIR=str(STATE / "python"),
        UV_NO_PROGRESS="1",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
    )
    for active in ("VIRTUAL_ENV", "PYTHONHOME", "PYTHONPATH", "CONDA_PREFIX"):
        env.pop(active, None)
    env.setdefault("UV_HTTP_TIMEOUT", "120")
    if "PIP_INDEX_URL" in env and "UV_INDEX_URL" not in env:
        env.setdefault("UV_DEFAULT_INDEX", env["PIP_INDEX_URL"])
    if "PIP_CERT" in env:
        env.setdefault("SSL_CERT_FILE", env["PIP_CERT"])
    # The system's certificates know a company's own proxy; where there are none uv has its own.
    if any(os.path.exists(bundle) for bundle in CERTIFICATES):
        env.setdefault("UV_SYSTEM_CERTS", "true")
        env.setdefault("UV_NATIVE_TLS", "true")
    if not os.access(os.path.expanduser("~"), os.W_OK):
        env.setdefault("UV_CACHE_DIR", str(STATE / "cache"))
    return env


# --- uv and pip


def works(uv: str) -> bool:
    """Whether this uv runs and is new enough."""
    try:
        answer = subprocess.run(
            [uv, "--version"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            universal_newlines=True,
            timeout=30,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    numbers = re.search(r"(\d+)\.(\d+)", answer.stdout)
    return bool(numbers) and (int(numbers.group(1)), int(numbers.group(2))) >= UV_AT_LEAST


def find_uv() -> str:
    """A uv that works: the one on PATH, else ours, installed with pip when it is not there yet."""
    on_path = shutil.which("uv")
    if on_path and works(on_path):
        return on_path
    tools = STATE / "tools"
    ours = str(tools / "bin" / "uv")
    if works(ours):
        return ours
    shutil.rmtree(str(tools), ignore_errors=True)
    pip = find_pip()
    say("installing uv into .caredesk/tools", "正在把 uv 安装到 .caredesk/tools")
    run(
        pip
        + [
            "install",
            "--quiet",
            "--target",
            str(tools),
            "--require-hashes",
            "--no-deps",
            "-r",
            str(ROOT / "requirements" / "tools.txt"),
        ]
    )
    if not works(ours):
        raise Missing(
            "uv was installed into .caredesk/tools but does not run; install uv yourself and run again",
            "uv 已装进 .caredesk/tools 但无法运行：请自行安装 uv 后重试",
        )
    return ours


def find_pip() -> List[str]:
    """The command of a working pip: this Python's own, else one on PATH."""
    commands = [[sys.executable, "-m", "pip"]] + [
        [found] for found in map(shutil.which, ("pip3", "pip")) if found
    ]
    for command in commands:
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                command + ["--version"],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=60,
                check=True,
            )
            return command
    raise Missing(
        "neither uv nor pip is installed; install one (apt-get install python3-pip) and try again",
        "没有 uv，也没有 pip：请安装其中之一（例如 apt-get install python3-pip）后重试",
    )
