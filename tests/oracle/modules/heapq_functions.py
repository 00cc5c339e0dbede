# set: first
import heapq

h = []
for n in [5, 1, 8, 3, 2]:
    heapq.heappush(h, n)
print(h[0], [heapq.heappop(h) for _ in range(len(h))])
a = [9, 4, 7, 1]
heapq.heapify(a)
print(a[0], heapq.heappushpop(a, 0), heapq.heapreplace(a, 10), sorted(a))
print(heapq.nlargest(2, [3, 1, 4, 1, 5]), heapq.nsmallest(2, [3, 1, 4], key=lambda x: -x))
print(list(heapq.merge([1, 4], [2, 3, 9], [0])))
tasks = []
for pri, name in [(2, "write"), (1, "read"), (2, "again"), (3, "rest")]:
    heapq.heappush(tasks, (pri, name))
while tasks:
    print(heapq.heappop(tasks), end=" ")
print()
try:
    heapq.heappop([])
except IndexError as e:
    print(e)


def dijkstra(graph, start):
    best, todo = {}, [(0, start)]
    while todo:
        d, node = heapq.heappop(todo)
        if node in best:
            continue
        best[node] = d
        for other, w in graph[node].items():
            heapq.heappush(todo, (d + w, other))
    return best


print(dijkstra({"A": {"B": 1, "C": 4}, "B": {"C": 2, "D": 6}, "C": {"D": 3}, "D": {}}, "A"))

# how many: anything that compares with a number, and what does not
for few in heapq.nlargest, heapq.nsmallest:
    for n in 0, 1, 2, -1, 9, True, "2", None, 2.0, 9.0:
        for items in [3, 1, 2], [], iter([3, 1, 2]), [1, "a"], {}.items():
            try:
                print(few.__name__, n, few(n, items), few(n, items, key=str))
            except TypeError as e:
                print(few.__name__, n, e)
