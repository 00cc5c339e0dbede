# set: first
class Node:
    def __init__(self, key):
        self.key, self.left, self.right = key, None, None


class Tree:
    def __init__(self, keys=()):
        self.root, self.size = None, 0
        for k in keys:
            self.add(k)

    def add(self, key):
        parent, node = None, self.root
        while node is not None:
            if key == node.key:
                return False
            parent, node = node, node.left if key < node.key else node.right
        new = Node(key)
        if parent is None:
            self.root = new
        elif key < parent.key:
            parent.left = new
        else:
            parent.right = new
        self.size += 1
        return True

    def walk(self, node, order):
        if node is None:
            return
        for part in order:
            if part == "k":
                yield node.key
            else:
                yield from self.walk(node.left if part == "l" else node.right, order)

    def __iter__(self):
        return self.walk(self.root, "lkr")

    def levels(self):
        level = [self.root] if self.root else []
        while level:
            yield [n.key for n in level]
            level = [c for n in level for c in (n.left, n.right) if c]

    def __contains__(self, key):
        node = self.root
        while node and node.key != key:
            node = node.left if key < node.key else node.right
        return node is not None

    def __len__(self):
        return self.size

    def depth(self):
        def d(n):
            return 0 if n is None else 1 + max(d(n.left), d(n.right))
        return d(self.root)


t = Tree([50, 30, 70, 20, 40, 60, 80, 30])
print(list(t), len(t), 40 in t, 45 in t, t.depth())
print(list(t.walk(t.root, "klr")), list(t.walk(t.root, "lrk")), list(t.levels()))
print(sum(t), max(t), [k for k in t if k > 50], list(zip(t, range(3))), sorted(t, reverse=True)[:2])
print(list(Tree()), len(Tree()), bool(Tree()), list(Tree().levels()), "".join(Tree("conch shell")))
it = iter(t)
print(next(it), next(it))
it.close()
print(list(it))
