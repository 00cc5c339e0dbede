# set: first
# scope: beyond
import bisect
import statistics

a = [1, 3, 5, 7]
print(bisect.bisect(a, 4), bisect.bisect_left(a, 3), bisect.bisect_right(a, 3))
bisect.insort(a, 4)
print(a)
print(statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.mode("aab"))
