# set: first
# What is raised again at the end of a with, a finally or an except stands once in its traceback.
import traceback


class Quiet:
    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        return False


def in_with():
    with Quiet():
        with Quiet():
            raise ValueError('with')


def in_finally():
    try:
        1 / 0
    finally:
        x = 1
    return x


def in_except():
    try:
        {}['missing']
    except ValueError:
        pass
    except KeyError:
        raise


def nobody():
    raise


for function in in_with, in_finally, in_except, nobody:
    try:
        function()
    except Exception as e:
        for line in traceback.format_exc().splitlines():
            if line.lstrip().startswith('File'):
                print(line.split(',', 1)[1])
        print(type(e).__name__)
