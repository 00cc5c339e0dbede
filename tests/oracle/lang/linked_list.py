# set: first
# A linked list, a stack and a queue from classes.

class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


class LinkedList:
    def __init__(self, values=()):
        self.head = None
        self.size = 0
        for v in reversed(list(values)):
            self.push(v)

    def push(self, value):
        self.head = Node(value, self.head)
        self.size += 1

    def pop(self):
        if self.head is None:
            raise IndexError("pop from an empty list")
        node, self.head = self.head, self.head.next
        self.size -= 1
        return node.value

    def reverse(self):
        previous, at = None, self.head
        while at:
            at.next, previous, at = previous, at, at.next
        self.head = previous

    def __iter__(self):
        at = self.head
        while at is not None:
            yield at.value
            at = at.next

    def __len__(self):
        return self.size

    def __str__(self):
        return " -> ".join(str(v) for v in self) or "empty"


items = LinkedList([1, 2, 3])
items.push(0)
print(items, len(items), 2 in items, list(items))
items.reverse()
print(items, items.pop(), items)
while items:
    items.pop()
print(items)
try:
    items.pop()
except IndexError as e:
    print(e)
