at 0
# ~ update dns servers 10.0.100.53, fd00:100::53: servers ["10.0.100.1"] -> ["10.0.100.53","fd00:100::53"], search ["lab.example.net"] -> ["example.net"]
if [ -e /run/systemd/resolve/stub-resolv.conf ]; then
put_file /etc/systemd/resolved.conf.d/90-trunkline.conf <<'TRUNKLINE_END' || exit 1
[Resolve]
DNS=10.0.100.53 fd00:100::53
Domains=example.net
TRUNKLINE_END
fi

at 1
# ~ update dns servers 10.0.100.53, fd00:100::53: servers ["10.0.100.1"] -> ["10.0.100.53","fd00:100::53"], search ["lab.example.net"] -> ["example.net"]
if [ -e /run/systemd/resolve/stub-resolv.conf ]; then
systemctl try-reload-or-restart systemd-resolved || exit 1
fi

at 2
# ~ update dns servers 10.0.100.53, fd00:100::53: servers ["10.0.100.1"] -> ["10.0.100.53","fd00:100::53"], search ["lab.example.net"] -> ["example.net"]
if [ -e /run/NetworkManager/resolv.conf ] && [ ! -e /run/systemd/resolve/stub-resolv.conf ]; then
put_file /etc/NetworkManager/conf.d/90-trunkline-dns.conf <<'TRUNKLINE_END' || exit 1
[global-dns]
searches=example.net

[global-dns-domain-*]
servers=10.0.100.53,fd00:100::53
TRUNKLINE_END
fi

at 3
# ~ update dns servers 10.0.100.53, fd00:100::53: servers ["10.0.100.1"] -> ["10.0.100.53","fd00:100::53"], search ["lab.example.net"] -> ["example.net"]
if [ -e /run/NetworkManager/resolv.conf ] && [ ! -e /run/systemd/resolve/stub-resolv.conf ]; then
nmcli general reload conf || exit 1
fi

at 4
# ~ update dns servers 10.0.100.53, fd00:100::53: servers ["10.0.100.1"] -> ["10.0.100.53","fd00:100::53"], search ["lab.example.net"] -> ["example.net"]
if [ -e /run/resolvconf ] && [ ! -e /run/systemd/resolve/stub-resolv.conf ] && [ ! -e /run/NetworkManager/resolv.conf ]; then
tell_resolvconf lo.trunkline 'search example.net
nameserver 10.0.100.53
nameserver fd00:100::53
' || exit 1
fi

at 5
# ~ update dns servers 10.0.100.53, fd00:100::53: servers ["10.0.100.1"] -> ["10.0.100.53","fd00:100::53"], search ["lab.example.net"] -> ["example.net"]
if [ ! -e /run/systemd/resolve/stub-resolv.conf ] && [ ! -e /run/NetworkManager/resolv.conf ] && [ ! -e /run/resolvconf ]; then
set_resolv_conf 'search example.net
nameserver 10.0.100.53
nameserver fd00:100::53
' || exit 1
fi

at 6
