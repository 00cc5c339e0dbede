# set: first
# Two leading underscores are renamed; one is a custom.

class Safe:
    def __init__(self):
        self.__code = 1234
        self._hint = "custom"

    def open(self, code):
        return self.__check(code)

    def __check(self, code):
        return code == self.__code


class Better(Safe):
    def __init__(self):
        super().__init__()
        self.__code = 9999

    def mine(self):
        return self.__code


s = Better()
print(s.open(1234), s.mine(), s._hint)
try:
    s.__code
except AttributeError as e:
    print(e)
print(s._Safe__code, s._Better__code)
print(sorted(s.__dict__))
print(hasattr(s, "__check"), hasattr(s, "_Safe__check"))
