"""The operating system: processes, files and directories, the environment."""
import _end
import sys
import os.path as path
from _conch import (cpu_count, flush, fork as _fork, getpid, getppid, kill, os_call as _os, process_end, sched_yield,
                    waitpid)
from _files import fspath, open_file as _open_file

name = 'posix'
sep = '/'
linesep = '\n'
curdir = '.'
pardir = '..'
pathsep = ':'
devnull = '/dev/null'
error = OSError
extsep = '.'
altsep = None
defpath = '/bin:/usr/bin'
O_RDONLY, O_WRONLY, O_RDWR = 0, 1, 2
O_CREAT, O_EXCL, O_NOCTTY, O_TRUNC, O_APPEND, O_NONBLOCK = 0o100, 0o200, 0o400, 0o1000, 0o2000, 0o4000
O_SYNC, O_DIRECTORY, O_NOFOLLOW, O_CLOEXEC = 0o4010000, 0o200000, 0o400000, 0o2000000
F_OK, X_OK, W_OK, R_OK = 0, 1, 2, 4
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
WNOHANG = 1
WUNTRACED = 2
EX_OK = 0


_before_fork, _in_parent, _in_child = [], [], []


def register_at_fork(*, before=None, after_in_parent=None, after_in_child=None):
    if before is None and after_in_parent is None and after_in_child is None:
        raise TypeError("At least one argument is required.")
    for name, function, calls in (("before", before, _before_fork), ("after_in_parent", after_in_parent, _in_parent),
                                  ("after_in_child", after_in_child, _in_child)):
        if function is None:
            continue
        if not callable(function):
            raise TypeError(f"'{name}' must be callable, not {type(function).__name__}")
        calls.append(function)


def fork():
    for function in reversed(_before_fork):
        function()
    pid = _fork()
    if pid == 0:
        import threading
        threading._after_fork()
    for function in _in_parent if pid else _in_child:
        function()
    return pid


def wait():
    return waitpid(-1, 0)


def _exit(status):
    process_end(status)


def abort():
    kill(getpid(), 6)


def WIFEXITED(status):
    return (status & 0x7f) == 0


def WEXITSTATUS(status):
    return (status >> 8) & 0xff


def WIFSIGNALED(status):
    return (status & 0x7f) not in (0, 0x7f)


def WTERMSIG(status):
    return status & 0x7f


def WIFSTOPPED(status):
    return (status & 0xff) == 0x7f


def waitstatus_to_exitcode(status):
    if WIFEXITED(status):
        return WEXITSTATUS(status)
    if WIFSIGNALED(status):
        return -WTERMSIG(status)
    raise ValueError("invalid wait status: %d" % status)


def WCOREDUMP(status):
    return bool(status & 0x80)


def WSTOPSIG(status):
    return (status >> 8) & 0xff


# ---- the environment: a dict; other programs that are started get it ----

class _Environ(dict):
    def _check(self, key, what="str"):
        if not isinstance(key, str):
            raise TypeError(f"str expected, not {type(key).__name__}")

    def __getitem__(self, key):
        self._check(key)
        try:
            return dict.__getitem__(self, key)
        except KeyError:
            raise KeyError(key) from None

    def __setitem__(self, key, value):
        self._check(key)
        self._check(value)
        dict.__setitem__(self, key, value)

    def __repr__(self):
        return "environ({" + ", ".join([f"{k!r}: {v!r}" for k, v in self.items()]) + "})"

    def setdefault(self, key, value):
        if key not in self:
            self[key] = value
        return self[key]

    def copy(self):
        return dict(self.items())


environ = _Environ()
for _item in _os("environ"):
    _name, _, _value = _item.partition("=")
    dict.__setitem__(environ, _name, _value)


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value, /):
    environ[name] = value


def unsetenv(name, /):
    environ.pop(name, None)


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode("utf-8", "surrogateescape") if isinstance(filename, str) else filename


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode("utf-8", "surrogateescape") if isinstance(filename, bytes) else filename


class PathLike:
    def __fspath__(self):
        raise NotImplementedError


def _path(p, default=None):
    return p if isinstance(p, int) else fspath(p)


# ---- descriptors ----

def open(path, flags, mode=0o777, *, dir_fd=None):
    return _os("open", fspath(path), flags, mode)


def close(fd):
    _os("close", fd)


def closerange(fd_low, fd_high, /):
    for fd in range(fd_low, fd_high):
        try:
            _os("close", fd)
        except OSError:
            pass


def read(fd, length, /):
    if fd == 0 and _os("isatty", 0):
        return sys.stdin.readline(length).encode()
    return _os("read", fd, length)


def write(fd, data, /):
    return _os("write", fd, data)


def pipe():
    return _os("pipe")


def pipe2(flags, /):
    ends = _os("pipe")
    if flags & O_NONBLOCK:
        for fd in ends:
            _os("set_blocking", fd, 0)
    return ends


def dup(fd, /):
    return _os("dup", fd)


def dup2(fd, fd2, inheritable=True):
    return _os("dup2", fd, fd2)


def lseek(fd, position, how, /):
    return _os("lseek", fd, position, how)


def ftruncate(fd, length, /):
    _os("ftruncate", fd, length)


def fsync(fd):
    _os("fsync", fd if isinstance(fd, int) else fd.fileno())


fdatasync = fsync


def sync():
    pass


def isatty(fd, /):
    return _os("isatty", fd)


def get_blocking(fd, /):
    return _os("get_blocking", fd)


def set_blocking(fd, blocking, /):
    _os("set_blocking", fd, int(blocking))


def get_inheritable(fd, /):
    _os("fstat", fd)
    return fd <= 2


def set_inheritable(fd, inheritable, /):
    _os("fstat", fd)


def fdopen(fd, mode="r", buffering=-1, encoding=None, *args, **kwargs):
    if not isinstance(fd, int):
        raise TypeError(f"invalid fd type ({type(fd)}, expected integer)")
    return _open_file(fd, mode, buffering, encoding, *args, **kwargs)


# ---- files and directories ----

class stat_result:
    """What is known about a file, by name or by number."""
    _NAMES = ("st_mode", "st_ino", "st_dev", "st_nlink", "st_uid", "st_gid", "st_size", "st_atime", "st_mtime", "st_ctime")

    def __init__(self, found):
        (self.st_mode, self.st_ino, self.st_dev, self.st_nlink, self.st_uid, self.st_gid, self.st_size, self.st_atime_ns,
         self.st_mtime_ns, self.st_ctime_ns, self.st_blksize, self.st_blocks) = found
        self.st_atime = self.st_atime_ns / 1000000000
        self.st_mtime = self.st_mtime_ns / 1000000000
        self.st_ctime = self.st_ctime_ns / 1000000000
        self._items = tuple(found[:7]) + tuple([ns // 1000000000 for ns in found[7:10]])

    def __getitem__(self, i):
        return self._items[i]

    def __len__(self):
        return 10

    def __iter__(self):
        return iter(self._items)

    def __eq__(self, other):
        return tuple(self) == tuple(other)

    def __repr__(self):
        return "os.stat_result(" + ", ".join([f"{n}={v}" for n, v in zip(self._NAMES, self._items)]) + ")"


def stat(path, *, dir_fd=None, follow_symlinks=True):
    return stat_result(_os("stat" if follow_symlinks else "lstat", _path(path)))


def lstat(path, *, dir_fd=None):
    return stat_result(_os("lstat", fspath(path)))


def fstat(fd):
    return stat_result(_os("fstat", fd))


def listdir(path=None):
    if path is None:
        path = "."
    names = _os("listdir", _path(path))
    return [fsencode(n) for n in names] if isinstance(path, bytes) else names


class DirEntry:
    def __init__(self, folder, name, kind):
        self.name = name
        self.path = path.join(folder, name)
        self._kind = kind

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"

    def __fspath__(self):
        return self.path

    def _is(self, kind, mode, follow_symlinks):
        if self._kind not in (0, 10) or self._kind == 10 and not follow_symlinks:
            return self._kind == kind
        try:
            return _os("stat" if follow_symlinks else "lstat", self.path)[0] & 0o170000 == mode
        except FileNotFoundError:
            return False

    def is_dir(self, *, follow_symlinks=True):
        return self._is(4, 0o040000, follow_symlinks)

    def is_file(self, *, follow_symlinks=True):
        return self._is(8, 0o100000, follow_symlinks)

    def is_symlink(self):
        return self._is(10, 0o120000, False)

    def inode(self):
        return self.stat(follow_symlinks=False).st_ino

    def stat(self, *, follow_symlinks=True):
        return stat_result(_os("stat" if follow_symlinks else "lstat", self.path))


class _Scan:
    def __init__(self, folder):
        self._items = iter([DirEntry(folder, name, kind) for name, kind in _os("scandir", folder)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._items)

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def close(self):
        self._items = iter(())


def scandir(path=None):
    return _Scan(fspath("." if path is None else path))


def walk(top, topdown=True, onerror=None, followlinks=False):
    top = fspath(top)
    dirs, files, below = [], [], []
    try:
        entries = list(scandir(top))
    except OSError as e:
        if onerror is not None:
            onerror(e)
        return
    for entry in entries:
        try:
            is_dir = entry.is_dir()
        except OSError:
            is_dir = False
        (dirs if is_dir else files).append(entry.name)
        if not topdown and is_dir and (followlinks or not entry.is_symlink()):
            below.append(entry.path)
    if topdown:
        yield top, dirs, files
        for name in dirs:
            inner = path.join(top, name)
            if followlinks or not path.islink(inner):
                yield from walk(inner, topdown, onerror, followlinks)
    else:
        for inner in below:
            yield from walk(inner, topdown, onerror, followlinks)
        yield top, dirs, files


def mkdir(path, mode=0o777, *, dir_fd=None):
    _os("mkdir", fspath(path), mode)


def makedirs(name, mode=0o777, exist_ok=False):
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        try:
            makedirs(head, exist_ok=exist_ok)
        except FileExistsError:
            pass    # somebody else made it meanwhile
        if tail == ".":
            return
    try:
        mkdir(name, mode)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def rmdir(path, *, dir_fd=None):
    _os("rmdir", fspath(path))


def removedirs(name):
    rmdir(name)
    head, tail = path.split(name)
    if not tail:
        head, tail = path.split(head)
    while head and tail:
        try:
            rmdir(head)
        except OSError:
            break
        head, tail = path.split(head)


def unlink(path, *, dir_fd=None):
    _os("unlink", fspath(path))


def remove(path, *, dir_fd=None):
    _os("unlink", fspath(path))


def rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _os("rename", fspath(src), fspath(dst))


def replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _os("rename", fspath(src), fspath(dst))


def renames(old, new):
    head, tail = path.split(new)
    if head and tail and not path.exists(head):
        makedirs(head)
    rename(old, new)
    head, tail = path.split(old)
    if head and tail:
        try:
            removedirs(head)
        except OSError:
            pass


def link(src, dst, **options):
    _os("link", fspath(src), fspath(dst))


def symlink(src, dst, target_is_directory=False, *, dir_fd=None):
    _os("symlink", fspath(src), fspath(dst))


def readlink(path, *, dir_fd=None):
    return _os("readlink", fspath(path))


def mkfifo(path, mode=0o666, *, dir_fd=None):
    _os("mkfifo", fspath(path), mode)


def chmod(path, mode, *, dir_fd=None, follow_symlinks=True):
    _os("chmod", fspath(path), mode)


def access(path, mode, *, dir_fd=None, effective_ids=False, follow_symlinks=True):
    return _os("access", fspath(path), mode)


def truncate(path, length):
    _os("truncate", fspath(path), length)


def utime(path, times=None, *, ns=None, dir_fd=None, follow_symlinks=True):
    if times is not None:
        ns = (int(times[0] * 1000000000), int(times[1] * 1000000000))
    atime, mtime = ns if ns is not None else (None, None)
    _os("utime", fspath(path), atime, mtime)


def getcwd():
    return _os("getcwd")


def getcwdb():
    return fsencode(_os("getcwd"))


def chdir(path):
    _os("chdir", _path(path))


fchdir = chdir


def umask(mask, /):
    return _os("umask", mask)


# ---- who and where we are ----

def getuid():
    return _os("ids")[0]


def geteuid():
    return _os("ids")[1]


def getgid():
    return _os("ids")[2]


def getegid():
    return _os("ids")[3]


def getpgrp():
    return _os("ids")[4]


def getpgid(pid):
    return _os("getpgid", pid)


def getsid(pid, /):
    return _os("ids")[5]


def getlogin():
    return _os("getlogin")


class _Named(tuple):
    """A tuple whose items have names, as os.uname() gives."""

    def __getattr__(self, name):
        if name in self._names:
            return self[self._names.index(name)]
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __repr__(self):
        return f"{self._shown}(" + ", ".join([f"{n}={v!r}" for n, v in zip(self._names, self)]) + ")"


class uname_result(_Named):
    _shown = "posix.uname_result"
    _names = ("sysname", "nodename", "release", "version", "machine")


class times_result(_Named):
    _shown = "posix.times_result"
    _names = ("user", "system", "children_user", "children_system", "elapsed")


class terminal_size(_Named):
    _shown = "os.terminal_size"
    _names = ("columns", "lines")


def uname():
    return uname_result(_os("uname"))


def times():
    return times_result(_os("times"))


def getloadavg():
    return _os("loadavg")


def get_terminal_size(fd=1, /):
    return terminal_size((80, 24))


def urandom(size, /):
    return _os("urandom", size)


def getrandom(size, flags=0):
    return _os("urandom", size)


def strerror(code, /):
    return _os("strerror", code)


def sched_getaffinity(pid, /):
    return set(range(cpu_count()))


def sched_setaffinity(pid, mask, /):
    raise PermissionError(1, "Operation not permitted: the command `cores` says on which processors a run may be")


def nice(increment, /):
    return 0


def getpriority(which, who):
    return 0


PRIO_PROCESS, PRIO_PGRP, PRIO_USER = 0, 1, 2


def killpg(pgid, signal, /):
    raise PermissionError(1, "Operation not permitted: all processes of a run are one group, which conch keeps together")


def _kept_together(what):
    raise PermissionError(1, f"Operation not permitted: {what} would take a process out of its run, so that it could outlive it")


def setsid():
    _kept_together("setsid()")


def setpgid(pid, pgrp, /):
    _kept_together("setpgid()")


def setpgrp():
    _kept_together("setpgrp()")


def getgroups():
    return [getgid()]


def sysconf(name, /):
    known = {"SC_NPROCESSORS_ONLN": cpu_count(), "SC_NPROCESSORS_CONF": cpu_count(), "SC_PAGE_SIZE": 4096, "SC_PAGESIZE": 4096,
             "SC_CLK_TCK": 100, "SC_OPEN_MAX": 4096}
    if name not in known:
        raise ValueError("unrecognized configuration name")
    return known[name]


class _UsageResult(_Named):
    _shown = "resource.struct_rusage"
    _names = ("ru_utime", "ru_stime", "ru_maxrss", "ru_ixrss", "ru_idrss", "ru_isrss", "ru_minflt", "ru_majflt", "ru_nswap", "ru_inblock",
              "ru_oublock", "ru_msgsnd", "ru_msgrcv", "ru_nsignals", "ru_nvcsw", "ru_nivcsw")


_UsageResult.__name__ = _UsageResult.__qualname__ = "struct_rusage"
_UsageResult.__module__ = "resource"


def wait4(pid, options):
    pid, status = waitpid(pid, options)
    if pid == 0:
        return 0, 0, _UsageResult((0.0, 0.0) + (0,) * 14)
    user, system, memory = _os("child_usage", pid)
    return pid, status, _UsageResult((user / 1000000, system / 1000000, memory) + (0,) * 13)


def wait3(options):
    return wait4(-1, options)


P_ALL, P_PID, P_PGID, P_PIDFD = 0, 1, 2, 3
WEXITED, WSTOPPED, WNOWAIT, WCONTINUED = 4, 2, 0x1000000, 8
CLD_EXITED, CLD_KILLED, CLD_DUMPED, CLD_TRAPPED, CLD_STOPPED, CLD_CONTINUED = 1, 2, 3, 4, 5, 6


class waitid_result(_Named):
    _shown = "waitid_result"
    _names = ("si_pid", "si_uid", "si_signo", "si_status", "si_code")


def waitid(idtype, id, options, /):
    if not options & WEXITED or options & (WNOWAIT | WSTOPPED | WCONTINUED):
        raise NotImplementedError("only WEXITED and WNOHANG of os.waitid() are part of conch's Python")
    pid, status = waitpid(id if idtype == P_PID else -1, options & WNOHANG)
    if pid == 0:
        return None
    if WIFEXITED(status):
        return waitid_result((pid, getuid(), 17, WEXITSTATUS(status), CLD_EXITED))
    return waitid_result((pid, getuid(), 17, WTERMSIG(status), CLD_KILLED))


def WIFCONTINUED(status):
    return status == 0xffff


def get_exec_path(env=None):
    return (env or environ).get("PATH", defpath).split(":")


# ---- other programs ----

P_WAIT, P_NOWAIT, P_NOWAITO = 0, 1, 1
EX_USAGE, EX_NOINPUT, EX_SOFTWARE, EX_OSERR, EX_NOPERM = 64, 66, 70, 71, 77


def _spawn(argv, env=None, stays=False):
    """Starts another program with everything as it is here."""
    pairs = None if env is None else [fsencode(k) + b"=" + fsencode(v) for k, v in env.items()]
    try:
        return _os("spawn", [fspath(a) for a in argv], (None, pairs, -1, -1, -1, stays))
    except OSError as e:
        if e.filename is None and "allow" not in str(e.strerror):
            raise OSError(e.errno, e.strerror, argv[0] if isinstance(e, PermissionError) else None) from None
        raise


def system(command):
    return waitpid(_spawn(["/bin/sh", "-c", command], environ), 0)[1]


class _PipeOf:
    """What popen() gives: a stream whose close() tells how the program ended."""
    def __init__(self, stream, process):
        self._stream, self._process = stream, process

    def close(self):
        self._stream.close()
        code = self._process.wait()
        return None if code == 0 else code << 8 if code > 0 else code

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.close()

    def __getattr__(self, name):
        return getattr(self._stream, name)

    def __iter__(self):
        return iter(self._stream)


def popen(cmd, mode="r", buffering=-1):
    if not isinstance(cmd, str):
        raise TypeError(f"invalid cmd type ({type(cmd)}, expected string)")
    if mode not in ("r", "w"):
        raise ValueError(f"invalid mode {mode!r}")
    import subprocess
    if mode == "r":
        p = subprocess.Popen(cmd, shell=True, text=True, stdout=subprocess.PIPE, bufsize=buffering)
        return _PipeOf(p.stdout, p)
    p = subprocess.Popen(cmd, shell=True, text=True, stdin=subprocess.PIPE, bufsize=buffering)
    return _PipeOf(p.stdin, p)


def _become(argv, env):
    """This process's program is over: another one runs in its place, and how that ends is how this ends."""
    if not argv:
        raise ValueError("arg 2 must not be empty")
    status = waitpid(_spawn(argv, env, True), 0)[1]
    if WIFSIGNALED(status):
        from _conch import set_signal
        if WTERMSIG(status) not in (9, 19):
            set_signal(WTERMSIG(status), 0)
        kill(getpid(), WTERMSIG(status))
    process_end(WEXITSTATUS(status))


def execv(path, argv, /):
    _become([path if "/" in fspath(path) else "./" + fspath(path)] + list(argv)[1:], environ)


def execve(path, argv, env):
    _become([path if "/" in fspath(path) else "./" + fspath(path)] + list(argv)[1:], env)


def execvp(file, args):
    _become([file] + list(args)[1:], environ)


def execvpe(file, args, env):
    _become([file] + list(args)[1:], env)


def execl(file, *args):
    execv(file, args)


def execlp(file, *args):
    execvp(file, args)


def execle(file, *args):
    execve(file, args[:-1], args[-1])


def execlpe(file, *args):
    execvpe(file, args[:-1], args[-1])


def spawnvp(mode, file, args):
    pid = _spawn([file] + list(args)[1:], environ)
    return pid if mode != P_WAIT else waitstatus_to_exitcode(waitpid(pid, 0)[1])


def spawnv(mode, file, args):
    return spawnvp(mode, file if "/" in fspath(file) else "./" + fspath(file), args)


def spawnl(mode, file, *args):
    return spawnv(mode, file, args)


def spawnlp(mode, file, *args):
    return spawnvp(mode, file, args)
