at 0
{
# ~ update bridge br200 (port vnet0, eno1): ports +eno1, stp true -> false (as it was before Trunkline)
  echo link set dev eno1 master br200 up
  echo link set dev br200 type bridge stp_state 0
} | ip -force -batch - || failed=1

at 1
exit $failed
