# set: first
from multiprocessing import Pipe, Process


def child(conn, k):
    conn.send(("hello", k))
    if conn.poll(10):
        conn.send(conn.recv() * 2)
    conn.close()


if __name__ == "__main__":
    pairs = [Pipe() for _ in range(3)]
    ps = [Process(target=child, args=(b, k)) for k, (a, b) in enumerate(pairs)]
    for p in ps:
        p.start()
    for _, b in pairs:
        b.close()
    ours = [a for a, _ in pairs]
    print([c.recv() for c in ours])
    for k, c in enumerate(ours):
        c.send([k])
    print([c.recv() for c in ours])
    for p in ps:
        p.join()
    ended = 0
    for c in ours:
        try:
            c.recv()
        except EOFError:
            ended += 1
    print(ended, [p.exitcode for p in ps])
