# set: full
# A tree of forked processes that report to the root through pipes; statuses are gathered on the way up.
import os
import signal
import time

TREE = {"root": ["left", "right"], "left": ["a", "b"], "right": ["c"], "a": [], "b": ["deep"], "deep": [], "c": []}


def node(name, report):
    """Becomes the process `name`: starts its children, waits for them, adds up their exit codes."""
    parent, me = os.getppid(), os.getpid()
    kids = {}
    for kid in TREE[name]:
        pid = os.fork()
        if pid == 0:
            os._exit(node(kid, report))
        kids[pid] = kid
    total = 1
    while kids:
        pid, status = os.wait()
        kids.pop(pid)
        total += os.WEXITSTATUS(status)
    line = "%s %d %s\n" % (name, total, "ok" if os.getppid() == parent and me == os.getpid() else "changed")
    os.write(report, line.encode())
    return total


def read_all(fd):
    parts = []
    while part := os.read(fd, 4096):
        parts.append(part)
    os.close(fd)
    return b"".join(parts).decode()


def grow_tree():
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(r)
        os._exit(node("root", w))
    os.close(w)
    text = read_all(r)
    _, status = os.waitpid(pid, 0)
    return sorted(text.splitlines()), os.WEXITSTATUS(status)


def depth_chain(n):
    """Each child forks the next; the last one's word travels back through exit codes."""
    pid = os.fork()
    if pid == 0:
        os._exit(0 if n == 1 else 1 + depth_chain(n - 1))
    return os.WEXITSTATUS(os.waitpid(pid, 0)[1])


class Worker:
    """A child that squares numbers which come through a pipe, until the pipe ends."""

    def __init__(self):
        r_in, self.w = os.pipe()
        self.r, w_out = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.w)
            os.close(self.r)
            self.serve(r_in, w_out)
            os._exit(17)
        os.close(r_in)
        os.close(w_out)

    def serve(self, r, w):
        pending = b""
        while part := os.read(r, 64):
            pending += part
            while b"\n" in pending:
                line, pending = pending.split(b"\n", 1)
                os.write(w, str(int(line) ** 2).encode() + b"\n")

    def ask(self, n):
        os.write(self.w, str(n).encode() + b"\n")
        answer = b""
        while not answer.endswith(b"\n"):
            answer += os.read(self.r, 64)
        return int(answer)

    def close(self):
        os.close(self.w)
        status = os.waitpid(self.pid, 0)[1]
        os.close(self.r)
        return os.WEXITSTATUS(status)


def killed_child(sig):
    r, w = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(w, b"up")
        while True:
            time.sleep(0.01)
    os.read(r, 2)
    os.kill(pid, sig)
    _, status = os.waitpid(pid, 0)
    os.close(r)
    os.close(w)
    return os.WIFSIGNALED(status), os.WTERMSIG(status)


def copies_are_private():
    data = {"n": 0}
    r, w = os.pipe()
    for k in range(3):
        if os.fork() == 0:
            data["n"] += k + 1
            os.write(w, b"%s " % str(data["n"]).encode())
            os._exit(0)
    for _ in range(3):
        os.wait()
    os.close(w)
    return sorted(read_all(r).split()), data


def main():
    lines, total = grow_tree()
    for line in lines:
        print("  " + line)
    print("root counted", total, "of", len(TREE))
    print("chain of 5:", depth_chain(5))
    workers = [Worker() for _ in range(2)]
    print("squares", [workers[i % 2].ask(i) for i in range(6)])
    print("closed with", [w.close() for w in reversed(workers)])        # the second holds the first one's end
    print("killed", killed_child(signal.SIGTERM), killed_child(signal.SIGKILL))
    print("private", copies_are_private())
    try:
        os.wait()
    except ChildProcessError:
        print("no child is left")


main()
