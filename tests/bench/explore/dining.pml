/* n philosophers, each takes left then right fork, R meals (R==0: for ever) */
bool fork[n];
active [n] proctype Phil() {
  byte k, l = _pid, r = (_pid + 1) % n;
  do
  :: (R == 0 || k < R) ->
     atomic { !fork[l] -> fork[l] = true }
     atomic { !fork[r] -> fork[r] = true }
     fork[r] = false; fork[l] = false;
     if :: R > 0 -> k++ :: else fi
  :: (R > 0 && k == R) -> break
  od
}
