at 0
{
# - remove rule 500: from 10.67.0.0/16 table 77 (as it was before Trunkline)
  echo rule delete priority 500
# - remove route blackhole 10.66.0.0/16 (as it was before Trunkline)
  echo route delete blackhole 10.66.0.0/16 metric 0 table 254
} | ip -force -batch - || :

at 1
# - remove networkd keeps routes and rules that it does not know (as it was before Trunkline)
drop_file /etc/systemd/networkd.conf.d/90-trunkline.conf || failed=1

at 2
# - remove networkd keeps routes and rules that it does not know (as it was before Trunkline)
systemctl try-restart systemd-networkd.service || failed=1

at 3
exit $failed
