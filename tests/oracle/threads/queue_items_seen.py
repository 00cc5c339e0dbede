# set: first
# q.queue shows the items, as the kind of container that each queue has.
import queue

for kind in queue.Queue, queue.LifoQueue, queue.PriorityQueue:
    q = kind()
    for item in 3, 1, 2:
        q.put(item)
    print(q.queue, len(q.queue), q.queue[0], 3 in q.queue, bool(q.queue))
    with q.mutex:
        q.queue.clear()
    print(q.qsize(), q.queue, q.empty())
print(queue.__all__)
