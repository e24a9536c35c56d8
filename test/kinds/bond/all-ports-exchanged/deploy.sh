at 0
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bond bond0 (active-backup over eno3): ports +eno3 -eno1 -eno2
link set dev eno3 down
link set dev eno3 master bond0
link set dev eno3 up
TRUNKLINE_END

at 1
# ~ update bond bond0 (active-backup over eno3): ports +eno3 -eno1 -eno2
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
done' sh eno3 || exit 1

at 2
ip -batch - <<'TRUNKLINE_END' || exit 1
# ~ update bond bond0 (active-backup over eno3): ports +eno3 -eno1 -eno2
link set dev eno1 nomaster
link set dev eno2 nomaster
TRUNKLINE_END

at 3
