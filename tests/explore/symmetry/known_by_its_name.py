# Like tasks that ask who they are: they are told apart.
# finds: nothing
# outcomes: one two
import threading

winner = None
first = threading.Lock()


def work():
    global winner
    with first:
        if winner is None:
            winner = threading.current_thread()


ts = [threading.Thread(target=work) for _ in range(2)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print('one' if winner is ts[0] else 'two')
