# set: first
class Stack:
    def __init__(self):
        self._items = []

    def push(self, item):
        self._items.append(item)

    def pop(self):
        if self.is_empty():
            raise IndexError("stack is empty")
        return self._items.pop()

    def peek(self):
        return self._items[-1] if self._items else None

    def is_empty(self):
        return len(self._items) == 0

    def __len__(self):
        return len(self._items)


class MinStack(Stack):
    def __init__(self):
        super().__init__()
        self._mins = Stack()

    def push(self, item):
        super().push(item)
        if self._mins.is_empty() or item <= self._mins.peek():
            self._mins.push(item)

    def pop(self):
        item = super().pop()
        if item == self._mins.peek():
            self._mins.pop()
        return item

    def smallest(self):
        return self._mins.peek()


def balanced(text):
    pairs = {")": "(", "]": "[", "}": "{"}
    stack = Stack()
    for c in text:
        if c in pairs.values():
            stack.push(c)
        elif c in pairs:
            if stack.is_empty() or stack.pop() != pairs[c]:
                return False
    return stack.is_empty()


for t in ("(a[b]{c})", "(]", "((", "", "}{"):
    print(repr(t), balanced(t))
m = MinStack()
for n in (5, 2, 8, 2, 1):
    m.push(n)
    print(n, m.smallest(), len(m))
while not m.is_empty():
    print(m.pop(), m.smallest())
try:
    m.pop()
except IndexError as e:
    print(e)
