# set: full
# Graphs: search, paths, order, trees, components; and one search by threads level by level.
import heapq
from collections import deque
from concurrent.futures import ThreadPoolExecutor


class Graph:
    def __init__(self, directed=False):
        self.edges, self.directed = {}, directed

    @classmethod
    def parse(cls, text, directed=False):
        g = cls(directed)
        for line in text.strip().splitlines():
            a, b, *w = line.split()
            g.add(a, b, int(w[0]) if w else 1)
        return g

    def add(self, a, b, weight=1):
        self.edges.setdefault(a, {})[b] = weight
        self.edges.setdefault(b, {})
        if not self.directed:
            self.edges[b][a] = weight

    def __iter__(self):
        return iter(sorted(self.edges))

    def __len__(self):
        return len(self.edges)

    def __contains__(self, node):
        return node in self.edges

    def __getitem__(self, node):
        return self.edges[node]

    def breadth_first(self, start):
        seen, todo = {start}, deque([start])
        while todo:
            node = todo.popleft()
            yield node
            for other in sorted(self[node]):
                if other not in seen:
                    seen.add(other)
                    todo.append(other)

    def depth_first(self, node, seen=None):
        seen = set() if seen is None else seen
        seen.add(node)
        yield node
        for other in sorted(self[node]):
            if other not in seen:
                yield from self.depth_first(other, seen)

    def shortest(self, start, goal):
        best, came, todo = {}, {start: None}, [(0, start, None)]
        while todo:
            cost, node, before = heapq.heappop(todo)
            if node in best:
                continue
            best[node], came[node] = cost, before
            if node == goal:
                break
            for other, w in self[node].items():
                if other not in best:
                    heapq.heappush(todo, (cost + w, other, node))
        if goal not in best:
            return None, []
        path, at = [], goal
        while at is not None:
            path.append(at)
            at = came[at]
        return best[goal], path[::-1]

    def components(self):
        left, out = set(self.edges), []
        while left:
            part = set(self.breadth_first(min(left)))
            out.append(sorted(part))
            left -= part
        return out

    def spanning_tree(self):
        parent = {n: n for n in self.edges}

        def find(n):
            while parent[n] != n:
                parent[n] = parent[parent[n]]
                n = parent[n]
            return n

        chosen = []
        for w, a, b in sorted((w, a, b) for a in self for b, w in self[a].items() if a < b):
            ra, rb = find(a), find(b)
            if ra != rb:
                parent[ra] = rb
                chosen.append((a, b, w))
        return chosen, sum(w for _, _, w in chosen)

    def topological(self):
        WHITE, GREY, BLACK = range(3)
        colour, out = dict.fromkeys(self.edges, WHITE), []

        def visit(n, path):
            if colour[n] == GREY:
                raise ValueError("cycle: " + " > ".join(path[path.index(n):] + [n]))
            if colour[n] == WHITE:
                colour[n] = GREY
                for m in sorted(self[n]):
                    visit(m, path + [n])
                colour[n] = BLACK
                out.append(n)

        for n in self:
            visit(n, [])
        return out[::-1]


def levels_by_threads(g, start):
    seen, level, out = {start}, [start], []
    with ThreadPoolExecutor(3) as pool:
        while level:
            out.append(sorted(level))
            found = pool.map(lambda n: list(g[n]), level)
            level = sorted({m for part in found for m in part} - seen)
            seen.update(level)
    return out


CITY = """
A B 4
A C 2
B C 1
B D 5
C D 8
C E 10
D E 2
D F 6
E F 3
X Y 1
"""
RECIPE = """
shop mix
mix bake
heat bake
bake eat
lay eat
"""


def main():
    g = Graph.parse(CITY)
    print(len(g), "A" in g, "Z" in g, list(g))
    print("bfs", list(g.breadth_first("A")), "dfs", list(g.depth_first("A")))
    for goal in "FEX":
        print("A to", goal, g.shortest("A", goal))
    print("parts", g.components())
    print("tree", g.spanning_tree())
    print("levels", levels_by_threads(g, "A"))
    recipe = Graph.parse(RECIPE, directed=True)
    print("order", recipe.topological())
    recipe.add("eat", "mix")
    try:
        recipe.topological()
    except ValueError as e:
        print(e)


main()
