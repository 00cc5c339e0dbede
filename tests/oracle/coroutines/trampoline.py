# set: first
# Calls between generators by a trampoline: recursion without the call stack.

def add_up(n):
    if n == 0:
        yield ("result", 0)
    else:
        rest = yield add_up(n - 1)
        yield ("result", rest + n)


def run(gen):
    stack, value = [gen], None
    deepest = 0
    while stack:
        deepest = max(deepest, len(stack))
        got = stack[-1].send(value)
        if isinstance(got, tuple):
            stack.pop().close()
            value = got[1]
        else:
            stack.append(got)
            value = None
    return value, deepest


print(run(add_up(10)))
print(run(add_up(3000)))
