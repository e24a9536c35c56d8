at 0
# + create networkd keeps routes and rules that it does not know
put_file /etc/systemd/networkd.conf.d/90-trunkline.conf <<'TRUNKLINE_END' || exit 1
[Network]
ManageForeignRoutes=no
ManageForeignRoutingPolicyRules=no
TRUNKLINE_END

at 1
# + create networkd keeps routes and rules that it does not know
systemctl try-restart systemd-networkd.service || exit 1

at 2
ip -batch - <<'TRUNKLINE_END' || exit 1
# + create route blackhole 10.66.0.0/16
route replace blackhole 10.66.0.0/16 metric 0 table 254
# + create rule 500: from 10.67.0.0/16 table 77
rule add priority 500 from 10.67.0.0/16 table 77
TRUNKLINE_END

at 3
