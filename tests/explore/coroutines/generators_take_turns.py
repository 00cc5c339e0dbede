# finds: nothing
# outcomes: "[1, 10, 2, 20]"
# interleavings: 1
def count(by):
    for i in (1, 2):
        yield i * by


print([n for pair in zip(count(1), count(10)) for n in pair])
