# set: first
# Generators connected to a pipeline; nothing is computed before it is asked for.

def source(lines):
    for line in lines:
        print("  reading", line)
        yield line


def fields(lines):
    for line in lines:
        yield line.split(":")


def only(records, kind):
    for r in records:
        if r[0] == kind:
            yield r


def limit(it, n):
    for i, x in enumerate(it, 1):
        yield x
        if i == n:
            return


log = ["info:start", "error:disk", "info:ok", "error:net", "error:never read"]
pipeline = limit(only(fields(source(log)), "error"), 2)
print("built")
for record in pipeline:
    print(record[1])
print("finished")
