"""asyncio: many coroutines on one thread, switched where they await.

events.py has the loop, futures.py what is waited for, tasks.py the coroutines that run, locks.py and
queues.py what they share.
"""
from asyncio.exceptions import (BrokenBarrierError, CancelledError, IncompleteReadError, InvalidStateError,
                                LimitOverrunError, TimeoutError)
from asyncio.futures import Future, isfuture, wrap_future
from asyncio.events import (AbstractEventLoop, BaseEventLoop, Handle, TimerHandle, _get_running_loop, get_event_loop,
                            get_event_loop_policy, get_running_loop, new_event_loop, set_event_loop,
                            set_event_loop_policy)
from asyncio.tasks import (ALL_COMPLETED, FIRST_COMPLETED, FIRST_EXCEPTION, Runner, Task, TaskGroup, Timeout,
                           all_tasks, as_completed, create_task, current_task, ensure_future, gather,
                           iscoroutine, iscoroutinefunction, run, run_coroutine_threadsafe, shield, sleep,
                           timeout, timeout_at, to_thread, wait, wait_for)
from asyncio.locks import Barrier, BoundedSemaphore, Condition, Event, Lock, Semaphore
from asyncio.queues import LifoQueue, PriorityQueue, Queue, QueueEmpty, QueueFull

SelectorEventLoop = BaseEventLoop

__all__ = ['ALL_COMPLETED', 'AbstractEventLoop', 'Barrier', 'BaseEventLoop', 'BoundedSemaphore',
           'BrokenBarrierError', 'CancelledError', 'Condition', 'Event', 'FIRST_COMPLETED',
           'FIRST_EXCEPTION', 'Future', 'Handle', 'IncompleteReadError', 'InvalidStateError', 'LifoQueue',
           'LimitOverrunError', 'Lock', 'PriorityQueue', 'Queue', 'QueueEmpty', 'QueueFull', 'Runner',
           'SelectorEventLoop', 'Semaphore', 'Task', 'TaskGroup', 'TimeoutError', 'Timeout', 'TimerHandle',
           'all_tasks', 'as_completed', 'create_task', 'current_task', 'ensure_future', 'gather',
           'get_event_loop', 'get_event_loop_policy', 'get_running_loop', 'iscoroutine',
           'iscoroutinefunction', 'isfuture', 'new_event_loop', 'run', 'run_coroutine_threadsafe',
           'set_event_loop', 'set_event_loop_policy', 'shield', 'sleep', 'timeout', 'timeout_at',
           'to_thread', 'wait', 'wait_for', 'wrap_future']
