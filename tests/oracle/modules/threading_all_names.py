# set: first
# What the teaching modules offer, by name.
import multiprocessing
import queue
import threading
import _thread

for module, names in [
    (threading, "Thread Lock RLock Semaphore BoundedSemaphore Event Condition Barrier Timer local current_thread main_thread get_ident "
                "get_native_id active_count enumerate stack_size excepthook BrokenBarrierError currentThread activeCount"),
    (multiprocessing, "Process Queue JoinableQueue SimpleQueue Pipe Lock RLock Semaphore BoundedSemaphore Event Condition Barrier Value "
                      "Array Pool Manager current_process parent_process active_children cpu_count get_context set_start_method "
                      "freeze_support TimeoutError"),
    (queue, "Queue LifoQueue PriorityQueue SimpleQueue Empty Full"),
    (_thread, "start_new_thread allocate_lock get_ident exit"),
]:
    print(module.__name__, [n for n in names.split() if not hasattr(module, n)])
print("Thread" in threading.__all__, "Process" in multiprocessing.__all__, "start_new_thread" in dir(_thread))
print(threading.TIMEOUT_MAX > 1000, threading.stack_size())
