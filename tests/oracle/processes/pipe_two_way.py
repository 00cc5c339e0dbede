# set: first
from multiprocessing import Pipe, Process


def child(conn):
    while True:
        word = conn.recv()
        if word == "stop":
            break
        conn.send(word.upper())
    conn.send(["last", 1, None])
    conn.close()


if __name__ == "__main__":
    ours, theirs = Pipe()
    p = Process(target=child, args=(theirs,))
    p.start()
    theirs.close()
    for word in ("one", "two", "stop"):
        ours.send(word)
        print(ours.recv())
    try:
        ours.recv()
    except EOFError:
        print("the other end is closed")
    p.join()
    print(ours.closed, theirs.closed)
