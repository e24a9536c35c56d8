import { Machine } from '../machine/machine';
import { type PortVlans, switchBond, switchPort, uplinks } from '../topology';
import { bundleLines, fallbackFile, hostVlanLines, vlanLines } from './config';

/** The switch, and what its administrator may do with a port: 'kvm01-enp4s0', or 'kvm01-bond' for a host's bond. */
export class LabSwitch extends Machine {
  /** Untagged in one VLAN and nothing else. */
  setAccess(port: string, vid: number): Promise<void> {
    return this.setVlans(port, { native: vid, tagged: [] });
  }

  setTrunk(port: string, vlans: PortVlans): Promise<void> {
    return this.setVlans(port, vlans);
  }

  /** Untagged frames belong to this VLAN from now on; the one before stays, tagged. */
  async setNativeVlan(port: string, vid: number): Promise<void> {
    await this.console(`
set -e
${keepOffFallback(port)}
old=$(bridge vlan show dev ${port} | sed -n 's/.* \\([0-9]*\\) PVID.*/\\1/p')
[ -z "$old" ] || bridge vlan add dev ${port} vid $old
bridge vlan add dev ${port} vid ${vid} pvid untagged`);
  }

  /** A port that is a member of a bond leaves it first. */
  async setVlans(port: string, vlans: PortVlans): Promise<void> {
    await this.console(`
set -e
${keepOffFallback(port)}
if [ "$(cat /sys/class/net/${port}/master/uevent | sed -n 's/^INTERFACE=//p')" != sw0 ]; then
  ip link set ${port} nomaster
  ip link set ${port} master sw0
  ip link set ${port} up
fi
bridge -batch - <<'BRIDGE'
${vlanLines(port, vlans).join('\n')}
BRIDGE`);
  }

  /** The host's ports as they were at first: bond, single ports, LACP fallback. */
  async bundle(host: string): Promise<void> {
    const singles = uplinks().filter(nic => nic.wire.to === 'port');
    await this.console(`
set -e
ip -batch - <<'IP'
${bundleLines(host).join('\n')}
${singles.map(nic => `link set ${switchPort(host, nic.ifname)} master sw0`).join('\n')}
IP
bridge -batch - <<'BRIDGE'
${hostVlanLines(host).join('\n')}
BRIDGE
rm -f /run/lacp-fallback/${switchBond(host)}
grep -q '^${switchBond(host)} ' /etc/lab/fallback || cat >> /etc/lab/fallback <<'FALLBACK'
${fallbackFile([host])}FALLBACK`);
  }

  /** The partner's MAC as LACP on the switch sees it; undefined without LACP. */
  async lacpPartner(host: string): Promise<string | undefined> {
    const mac = (await this.console(`cat /sys/class/net/${switchBond(host)}/bonding/ad_partner_mac`)).trim();
    return mac === '00:00:00:00:00:00' ? undefined : mac;
  }
}

/** From now on the port's VLANs are as told, LACP or not. */
const keepOffFallback = (port: string): string => `sed -i '/^${port} /d' /etc/lab/fallback`;
