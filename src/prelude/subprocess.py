"""Starting other programs, and speaking with them."""
import io
import os
import signal
import sys
from _conch import os_call as _os_call, waitpid as _waitpid
from time import monotonic as _now

__all__ = ["Popen", "PIPE", "STDOUT", "call", "check_call", "getstatusoutput", "getoutput", "check_output", "run",
           "CalledProcessError", "DEVNULL", "SubprocessError", "TimeoutExpired", "CompletedProcess"]

PIPE, STDOUT, DEVNULL = -1, -2, -3


class SubprocessError(Exception):
    pass


class CalledProcessError(SubprocessError):
    def __init__(self, returncode, cmd, output=None, stderr=None):
        self.returncode, self.cmd, self.output, self.stderr = returncode, cmd, output, stderr

    def __str__(self):
        if self.returncode and self.returncode < 0:
            try:
                return f"Command '{self.cmd}' died with {signal.Signals(-self.returncode)!r}."
            except ValueError:
                return f"Command '{self.cmd}' died with unknown signal {-self.returncode}."
        return f"Command '{self.cmd}' returned non-zero exit status {self.returncode}."

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class TimeoutExpired(SubprocessError):
    def __init__(self, cmd, timeout, output=None, stderr=None):
        self.cmd, self.timeout, self.output, self.stderr = cmd, timeout, output, stderr

    def __str__(self):
        return f"Command '{self.cmd}' timed out after {self.timeout} seconds"

    @property
    def stdout(self):
        return self.output

    @stdout.setter
    def stdout(self, value):
        self.output = value


class CompletedProcess:
    def __init__(self, args, returncode, stdout=None, stderr=None):
        self.args, self.returncode, self.stdout, self.stderr = args, returncode, stdout, stderr

    def __repr__(self):
        args = [f"args={self.args!r}", f"returncode={self.returncode!r}"]
        if self.stdout is not None:
            args.append(f"stdout={self.stdout!r}")
        if self.stderr is not None:
            args.append(f"stderr={self.stderr!r}")
        return f"{type(self).__name__}({', '.join(args)})"

    def check_returncode(self):
        if self.returncode:
            raise CalledProcessError(self.returncode, self.args, self.stdout, self.stderr)


def _argv(args, shell, executable):
    if isinstance(args, (str, bytes)) or hasattr(args, "__fspath__"):
        args = [os.fspath(args)]
    else:
        args = [os.fspath(a) for a in args]
    if shell:
        args = [executable or "/bin/sh", "-c"] + args
    elif executable is not None:
        args = [os.fspath(executable)] + args[1:]
    return args


class Popen:
    """Another program that runs."""
    def __init__(self, args, bufsize=-1, executable=None, stdin=None, stdout=None, stderr=None, preexec_fn=None,
                 close_fds=True, shell=False, cwd=None, env=None, universal_newlines=None, startupinfo=None,
                 creationflags=0, restore_signals=True, start_new_session=False, pass_fds=(), *, user=None, group=None,
                 extra_groups=None, encoding=None, errors=None, text=None, umask=-1, pipesize=-1, process_group=None):
        if preexec_fn is not None:
            raise NotImplementedError("preexec_fn is not part of conch's subprocess")
        if pass_fds:
            raise NotImplementedError("pass_fds is not part of conch's subprocess")
        if not isinstance(bufsize, int):
            raise TypeError("bufsize must be an integer")
        if text is not None and universal_newlines is not None and bool(universal_newlines) != bool(text):
            raise SubprocessError("Cannot disambiguate when both text and universal_newlines are supplied but different. "
                                  "Pass one or the other.")
        self.args = args
        self.text_mode = bool(encoding or errors or text or universal_newlines)
        self._encoding, self._errors = encoding or "utf-8", errors or "strict"
        self.returncode = self.pid = None
        self.stdin = self.stdout = self.stderr = None
        self._read = {}         # what communicate() has got so far, by stream
        self._input_at = 0
        theirs, ours = [-1, -1, -1], [-1, -1, -1]
        to_close = []
        try:
            self._redirect(0, stdin, theirs, ours, to_close)
            self._redirect(1, stdout, theirs, ours, to_close)
            if stderr == STDOUT:
                theirs[2] = theirs[1] if theirs[1] >= 0 else 1
            else:
                self._redirect(2, stderr, theirs, ours, to_close)
            self._start(_argv(args, shell, executable), cwd, env, theirs)
        except BaseException:
            for fd in ours:
                if fd >= 0:
                    os.close(fd)
            raise
        finally:
            for fd in to_close:
                os.close(fd)
        for n, name in enumerate(("stdin", "stdout", "stderr")):
            if ours[n] >= 0:
                setattr(self, name, self._open(ours[n], n == 0, bufsize))

    def _redirect(self, n, what, theirs, ours, to_close):
        if what is None:
            return
        if what == PIPE:
            r, w = os.pipe()
            theirs[n], ours[n] = (r, w) if n == 0 else (w, r)
            to_close.append(theirs[n])
        elif what == DEVNULL:
            theirs[n] = os.open(os.devnull, os.O_RDWR)
            to_close.append(theirs[n])
        elif isinstance(what, int):
            if what < 0:
                raise OSError(9, "Bad file descriptor")
            theirs[n] = what
        else:
            theirs[n] = what.fileno()

    def _open(self, fd, writes, bufsize):
        if self.text_mode:
            line_buffered = 1 if writes and bufsize == 1 else -1
            return open(fd, "w" if writes else "r", line_buffered, encoding=self._encoding, errors=self._errors)
        return open(fd, "wb" if writes else "rb", 0 if bufsize == 0 else -1)

    def _start(self, argv, cwd, env, theirs):
        if not argv:
            raise IndexError("list index out of range")
        if env is None:
            env = os.environ
        pairs = [os.fsencode(k) + b"=" + os.fsencode(v) for k, v in env.items()]
        folder = None if cwd is None else os.fspath(cwd)
        try:
            self.pid = _os_call("spawn", argv, (folder, pairs, *theirs, False))
        except OSError as e:
            if e.filename is None and e.errno and "allow" not in str(e.strerror):
                name = folder if folder is not None and not os.path.isdir(folder) else argv[0]
                raise OSError(e.errno, e.strerror, name) from None
            raise

    def __repr__(self):
        return f"<Popen: returncode: {self.returncode} args: {self.args!r}>"

    def __enter__(self):
        return self

    def __exit__(self, exc_type, value, traceback):
        if self.stdout:
            self.stdout.close()
        if self.stderr:
            self.stderr.close()
        try:
            if self.stdin:
                self.stdin.close()
        finally:
            self.wait()

    @property
    def universal_newlines(self):
        return self.text_mode

    def _take(self, options, seconds=None):
        """Looks whether it has ended."""
        if self.returncode is None:
            try:
                pid, status = _waitpid(self.pid, options, seconds)
            except ChildProcessError:   # somebody else has waited for it
                pid, status = self.pid, 0
            if pid == self.pid:
                self.returncode = os.waitstatus_to_exitcode(status)
        return self.returncode

    def poll(self):
        return self._take(os.WNOHANG)

    def wait(self, timeout=None):
        if self._take(0, timeout) is None:
            raise TimeoutExpired(self.args, timeout)
        return self.returncode

    def send_signal(self, sig):
        if self.poll() is None:
            os.kill(self.pid, sig)

    def terminate(self):
        self.send_signal(signal.SIGTERM)

    def kill(self):
        self.send_signal(signal.SIGKILL)

    # ---- communicate: all pipes at once, so that nobody waits for a full one

    def communicate(self, input=None, timeout=None):
        if input is not None and self.stdin is None:
            raise ValueError("Cannot send input after starting communication") if self._read else \
                ValueError("stdin was not PIPE: nobody would read the input")
        until = None if timeout is None else _now() + timeout
        if input is not None and self.text_mode:
            input = input.replace("\n", os.linesep).encode(self._encoding, self._errors)
        self._exchange(input, until, timeout)
        out, err = self._result("stdout"), self._result("stderr")
        left = None if until is None else max(0, until - _now())
        if self._take(0, left) is None:
            raise TimeoutExpired(self.args, timeout, output=out, stderr=err)
        return out, err

    def _result(self, name):
        stream = getattr(self, name)
        if stream is None:
            return None
        data = b"".join(self._read.get(name, []))
        if not self.text_mode:
            return data
        return data.decode(self._encoding, self._errors).replace("\r\n", "\n").replace("\r", "\n")

    def _exchange(self, input, until, timeout):
        streams = {}
        for name in ("stdout", "stderr"):
            stream = getattr(self, name)
            if stream is not None and not stream.closed:
                self._read.setdefault(name, [])
                streams[stream.fileno()] = name
        if self.stdin is not None and not self.stdin.closed:
            try:
                self.stdin.flush()
            except BrokenPipeError:
                pass
            if input:
                os.set_blocking(self.stdin.fileno(), False)
                streams[self.stdin.fileno()] = "stdin"
            else:
                self._close_input()
        while streams:
            left = None if until is None else until - _now()
            ready = [] if left is not None and left < 0 else \
                _os_call("wait_any", [(fd, 4 if name == "stdin" else 1) for fd, name in streams.items()],
                         None if left is None else int(left * 1e9))
            if not ready:
                raise TimeoutExpired(self.args, timeout, output=b"".join(self._read.get("stdout", [])) or None,
                                     stderr=b"".join(self._read.get("stderr", [])) or None)
            for fd in ready:
                name = streams[fd]
                if not (self._feed(fd, input) if name == "stdin" else self._fetch(fd, name)):
                    del streams[fd]

    def _feed(self, fd, input):
        try:
            self._input_at += os.write(fd, input[self._input_at:self._input_at + 4096])
        except BlockingIOError:
            return True
        except BrokenPipeError:
            self._input_at = len(input)
        if self._input_at < len(input):
            return True
        self._close_input()
        return False

    def _close_input(self):
        try:
            self.stdin.close()
        except BrokenPipeError:
            pass

    def _fetch(self, fd, name):
        data = os.read(fd, 32768)
        if data:
            self._read[name].append(data)
            return True
        getattr(self, name).close()
        return False


# ---- the short ways

def run(*popenargs, input=None, capture_output=False, timeout=None, check=False, **kwargs):
    if input is not None:
        if kwargs.get("stdin") is not None:
            raise ValueError("stdin and input arguments may not both be used.")
        kwargs["stdin"] = PIPE
    if capture_output:
        if kwargs.get("stdout") is not None or kwargs.get("stderr") is not None:
            raise ValueError("stdout and stderr arguments may not be used with capture_output.")
        kwargs["stdout"] = kwargs["stderr"] = PIPE
    with Popen(*popenargs, **kwargs) as process:
        try:
            stdout, stderr = process.communicate(input, timeout=timeout)
        except TimeoutExpired:
            process.kill()
            process.wait()
            raise
        except BaseException:
            process.kill()
            raise
        code = process.poll()
        if check and code:
            raise CalledProcessError(code, process.args, output=stdout, stderr=stderr)
    return CompletedProcess(process.args, code, stdout, stderr)


def call(*popenargs, timeout=None, **kwargs):
    with Popen(*popenargs, **kwargs) as p:
        try:
            return p.wait(timeout=timeout)
        except BaseException:
            p.kill()
            raise


def check_call(*popenargs, **kwargs):
    code = call(*popenargs, **kwargs)
    if code:
        cmd = kwargs.get("args")
        raise CalledProcessError(code, popenargs[0] if cmd is None else cmd)
    return 0


def check_output(*popenargs, timeout=None, **kwargs):
    for name in ("stdout", "check"):
        if name in kwargs:
            raise ValueError(f"{name} argument not allowed, it will be overridden.")
    if "input" in kwargs and kwargs["input"] is None:
        kwargs["input"] = "" if kwargs.get("universal_newlines") or kwargs.get("text") or kwargs.get("encoding") else b""
    return run(*popenargs, stdout=PIPE, timeout=timeout, check=True, **kwargs).stdout


def getstatusoutput(cmd, *, encoding=None, errors=None):
    try:
        data = check_output(cmd, shell=True, text=True, stderr=STDOUT, encoding=encoding, errors=errors)
        code = 0
    except CalledProcessError as e:
        data, code = e.output, e.returncode
    return code, data[:-1] if data[-1:] == "\n" else data


def getoutput(cmd, *, encoding=None, errors=None):
    return getstatusoutput(cmd, encoding=encoding, errors=errors)[1]


def list2cmdline(seq):
    return " ".join([f'"{a}"' if " " in a or not a else a for a in seq])
