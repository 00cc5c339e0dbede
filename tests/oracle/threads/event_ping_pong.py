# set: first
# Two events make two threads take turns.
import threading

ping, pong = threading.Event(), threading.Event()


def player(word, mine, other, n):
    for i in range(n):
        mine.wait()
        mine.clear()
        print(word, i)
        other.set()


a = threading.Thread(target=player, args=("ping", ping, pong, 4))
b = threading.Thread(target=player, args=("  pong", pong, ping, 4))
a.start()
b.start()
ping.set()
a.join()
b.join()
