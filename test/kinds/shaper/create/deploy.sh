at 0
tc -batch - <<'TRUNKLINE_END' || exit 1
# + create shaper eno1 (100mbit, tbf)
qdisc replace dev eno1 root handle 746c: tbf rate 100mbit burst 123k latency 50ms
# + create shaper eno2 (1500mbit, tbf)
qdisc replace dev eno2 root handle 746c: tbf rate 1500mbit burst 2048k latency 20ms
TRUNKLINE_END

at 1
