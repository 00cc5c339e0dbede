# set: first
"""Exit codes are told once more, by whoever asks, when others have come and gone; what os.wait takes is another's."""
import os
import signal
import sys
from multiprocessing import Process
from threading import Thread


def leave(code):
    if code == 100:
        os.kill(os.getpid(), signal.SIGKILL)
    sys.exit(code)


def wait_and_ask(p, into):
    p.join()
    into.append(p.exitcode)


if __name__ == "__main__":
    processes = [Process(target=leave, args=(code,)) for code in (0, 3, 100, 255, 7)]
    for p in processes:
        p.start()
    pids = []
    for code in (11, 12):
        pid = os.fork()
        if pid == 0:
            os._exit(code)
        pids.append(pid)
    codes = [[] for p in processes]
    threads = [Thread(target=wait_and_ask, args=(p, into)) for p, into in zip(processes, codes) for _ in range(3)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    print(codes)
    print([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids])
    for i in range(40):
        p = Process(target=leave, args=(i,))
        p.start()
        p.join()
        assert p.exitcode == i and not p.is_alive()
    print([p.exitcode for p in processes], [p.is_alive() for p in processes])
    for p in processes:
        try:
            print(os.waitpid(p.pid, 0))
        except ChildProcessError:
            print("no such child")
    processes[0].terminate()
    processes[0].join()
    try:
        os.kill(processes[1].pid, 0)
    except ProcessLookupError:
        print("gone")
