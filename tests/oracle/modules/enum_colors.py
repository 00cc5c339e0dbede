# set: first
# scope: beyond
from enum import Enum, auto


class Color(Enum):
    RED = 1
    GREEN = auto()


print(Color.RED, Color.RED.name, Color.GREEN.value, Color(1) is Color.RED, list(Color), Color["GREEN"], repr(Color.RED))
