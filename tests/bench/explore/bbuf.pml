/* P producers x K items, C consumers, ring of B slots, 3 semaphores; items split evenly */
#define TOTAL (P*K)
#define Pw(s) atomic { s > 0 -> s-- }
#define Vs(s) s++
byte buf[B], head, tail, sum;
byte slots = B, items = 0, mutex = 1;
active [P] proctype Prod() {
  byte i, t;
  do
  :: i < K -> Pw(slots); Pw(mutex);
     t = tail; buf[t] = 1; tail = (t + 1) % B;
     Vs(mutex); Vs(items); i++
  :: else -> break
  od
}
active [C] proctype Cons() {
  byte i, t, v;
  do
  :: i < TOTAL/C -> Pw(items); Pw(mutex);
     t = head; v = buf[t]; buf[t] = 0; assert(v == 1); head = (t + 1) % B; v = 0;
     Vs(mutex); Vs(slots); i++
  :: else -> break
  od
}
