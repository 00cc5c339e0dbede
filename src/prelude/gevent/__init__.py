"""gevent: greenlets that switch when they wait.

hub.py has the loop that runs whoever is ready, greenlet.py the Greenlets that spawn() makes; queues, locks,
events and pools are in modules of their own; monkey.py puts them in the place of the threads'.
"""
from gevent.exceptions import (BlockingSwitchOutError, ConcurrentObjectUseError, GreenletExit, InvalidSwitchError,
                               LoopExit)
from gevent.hub import Hub, Waiter, get_hub, getcurrent, idle, iwait, reinit, sleep, spawn_raw, wait
from gevent.timeout import Timeout, with_timeout
from gevent.greenlet import Greenlet, joinall, kill, killall, spawn, spawn_later

__version__ = '22.10.2'
version_info = (22, 10, 2, 'final', 0)
__all__ = ['Greenlet', 'GreenletExit', 'LoopExit', 'Timeout', 'get_hub', 'getcurrent', 'idle', 'iwait',
           'joinall', 'kill', 'killall', 'reinit', 'sleep', 'spawn', 'spawn_later', 'spawn_raw', 'wait',
           'with_timeout']
