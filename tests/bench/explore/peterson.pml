/* Peterson, 2 threads, N rounds, every read of flag/turn is its own step */
bool flag[2]; byte turn, in, cnt;
active [2] proctype P() {
  byte i, r; bool f; byte me = _pid, o = 1 - _pid;
  do
  :: i < N ->
     flag[me] = true; turn = o;
try: f = flag[o];
     if
     :: f -> r = turn; if :: r == o -> goto try :: else fi
     :: else
     fi;
     in++; assert(in == 1); r = cnt; cnt = r + 1; r = 0; f = false; in--;
     flag[me] = false; i++
  :: else -> break
  od
}
