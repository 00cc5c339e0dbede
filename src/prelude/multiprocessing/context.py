"""Kinds of processes by their start method: there is fork."""
from multiprocessing import (AuthenticationError, BufferTooShort, Process, ProcessError, TimeoutError, get_context)

__all__ = []


class ForkProcess(Process):
    _start_method = 'fork'
