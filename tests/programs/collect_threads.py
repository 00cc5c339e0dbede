# Threads that allocate so much that collections happen while all of them run.
from threading import Thread


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def chain(n):
    node = None
    for i in range(n):
        node = Node(i, node)
    return node


def total(node):
    s = 0
    while node is not None:
        s += node.value
        node = node.next
    return s


def run(work, n):
    threads = [Thread(target=work, args=(k,)) for k in range(n)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()


results = {}


def work(k):
    kept = chain(300)
    rows = [[j, str(j), (j, k)] for j in range(200)]
    for i in range(60):
        garbage = chain(300)
        text = ''
        for j in range(150):
            text += 'ab'
        big = [0] * 20000
        assert len(text) == 300 and len(big) == 20000
        assert total(garbage) == 299 * 300 // 2
    assert total(kept) == 299 * 300 // 2
    for j in range(200):
        assert rows[j] == [j, str(j), (j, k)]
    results[k] = total(kept)


for n in (2, 4, 8):
    results.clear()
    run(work, n)
    assert len(results) == n
    assert set(results.values()) == {299 * 300 // 2}

# what one thread makes the others keep
shared = []


def give(k):
    for i in range(300):
        shared.append(chain(30))
        [0] * 5000
        assert total(shared[i // 2]) == 29 * 30 // 2


run(give, 4)
assert len(shared) == 1200
for node in shared:
    assert total(node) == 29 * 30 // 2
print('ok')
