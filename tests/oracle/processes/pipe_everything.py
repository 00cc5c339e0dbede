# set: first
# Pipe and Connection: every method, ends that are closed, directions, messages too long, wait().
import multiprocessing as mp
import os
import time
from multiprocessing.connection import wait


def t(f):
    try:
        print(repr(f()))
    except BaseException as e:
        print(type(e).__name__, e)


def child(conn, other):
    other.close()
    while True:
        try:
            item = conn.recv()
        except EOFError:
            print("child: end of the conversation", flush=True)
            break
        conn.send((item, os.getpid() != 0))
    conn.close()


def late(w):
    time.sleep(0.05)
    w.send("late")
    w.close()


def quick(code):
    raise SystemExit(code)


if __name__ == "__main__":
    a, b = mp.Pipe()
    t(lambda: (a.readable, a.writable, a.closed, b.readable, b.writable))
    t(lambda: a.fileno() >= 0 and a.fileno() != b.fileno())
    t(lambda: b.poll())
    a.send([1, "two", {3: None}])
    t(lambda: b.poll())
    t(lambda: b.poll(1))
    t(lambda: b.recv())
    b.send_bytes(b"raw bytes")
    t(lambda: a.recv_bytes())
    b.send_bytes(bytearray(b"0123456789"), 3, 4)
    t(lambda: a.recv_bytes())
    b.send_bytes(b"0123456789", 8)
    t(lambda: a.recv_bytes(10))
    b.send_bytes(b"")
    t(lambda: a.recv_bytes())
    room = bytearray(8)
    b.send_bytes(b"into")
    t(lambda: (a.recv_bytes_into(room, 2), room))
    b.send_bytes(b"much too long")
    try:
        a.recv_bytes_into(room)
    except mp.BufferTooShort as e:
        print("too short", e.args)
    t(lambda: a.send_bytes(b"abc", -1))
    t(lambda: a.send_bytes(b"abc", 5))
    t(lambda: a.send_bytes(b"abc", 1, 9))
    t(lambda: a.recv_bytes(-1))
    t(lambda: a.poll(0.01))
    t(lambda: a.send(lambda: 0))
    a.close()
    a.close()
    t(lambda: a.closed)
    t(lambda: a.recv())
    t(lambda: a.send(1))
    t(lambda: a.fileno())
    t(lambda: a.poll())
    t(lambda: b.poll())
    t(lambda: b.recv())
    t(lambda: b.send("nobody hears"))

    r, w = mp.Pipe(duplex=False)
    t(lambda: (r.readable, r.writable, w.readable, w.writable))
    t(lambda: r.send(1))
    t(lambda: w.recv())
    t(lambda: w.poll())
    w.send_bytes(b"12345678")
    t(lambda: r.recv_bytes(4))
    with w:
        print("in with")
    t(lambda: w.closed)

    r, w = mp.Pipe(False)
    w.send("left behind")
    w.close()
    t(lambda: r.recv())
    t(lambda: r.recv())
    r, w = mp.Pipe(False)
    r.close()
    t(lambda: w.send("nobody"))

    mine, yours = mp.Pipe()
    p = mp.Process(target=child, args=(yours, mine))
    p.start()
    yours.close()
    for item in ("hello", 5, [1, 2], "z" * 200000):
        mine.send(item)
        got, ok = mine.recv()
        print(got == item, ok)
    mine.close()
    p.join()
    print(p.exitcode)

    r, w = mp.Pipe(False)
    p = mp.Process(target=late, args=(w,))
    p.start()
    w.close()
    t(lambda: wait([r], timeout=0))
    t(lambda: r in wait([r, p.sentinel]))
    t(lambda: r.recv())
    p.join()
    t(lambda: p.sentinel in wait([p.sentinel], 0))
    ps = [mp.Process(target=quick, args=(i,)) for i in range(3)]
    for p in ps:
        p.start()
    left = {p.sentinel: p for p in ps}
    codes = []
    while left:
        for s in wait(list(left)):
            p = left.pop(s)
            p.join()
            codes.append(p.exitcode)
    print(sorted(codes))
    t(lambda: wait([], 0))
