at 0
{
# ~ update bond bond0 (active-backup over eno2, eno1): ports +eno2 +eno1 -eno3 (as it was before Trunkline)
  [ ! /sys/class/net/eno2/master -ef /sys/class/net/bond0 ] && echo link set dev eno2 down
  echo link set dev eno2 master bond0
  echo link set dev eno2 up
} | ip -force -batch - || failed=1

at 1
{
# ~ update bond bond0 (active-backup over eno2, eno1): ports +eno2 +eno1 -eno3 (as it was before Trunkline)
  [ ! /sys/class/net/eno1/master -ef /sys/class/net/bond0 ] && echo link set dev eno1 down
  echo link set dev eno1 master bond0
  echo link set dev eno1 up
} | ip -force -batch - || failed=1

at 2
# ~ update bond bond0 (active-backup over eno2, eno1): ports +eno2 +eno1 -eno3 (as it was before Trunkline)
sh -c 'n=0
while [ $n -lt 50 ]; do
  for port; do
    at=/sys/class/net/$port/bonding_slave
    state=$(cat $at/ad_partner_oper_port_state 2>/dev/null)
    case $state in *[!0-9]*|'\'''\'') state=56;; esac
    [ "$(cat $at/mii_status 2>/dev/null)" = up ] && [ $((state & 56)) -eq 56 ] && exit 0
  done
  sleep 0.2
  n=$((n + 1))
done' sh eno2 eno1 || failed=1

at 3
{
# ~ update bond bond0 (active-backup over eno2, eno1): ports +eno2 +eno1 -eno3 (as it was before Trunkline)
  [ /sys/class/net/eno3/master -ef /sys/class/net/bond0 ] && echo link set dev eno3 nomaster
} | ip -force -batch - || failed=1

at 4
exit $failed
