class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def run(n):
    first = None
    for i in range(n):
        first = Node(i, first)
        if i % 100 == 99:
            first = None
    return first


import time
began = time.process_time()
run(@N@)
print("@@", (time.process_time() - began) * 1e9 / @N@)
