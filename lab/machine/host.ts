import { withQmp } from '../qemu/qmp';
import { macAddress, managementAddress, SWITCH_NAME, switchBond, switchPort, uplinks } from '../topology';
import { qmpSocket } from './files';
import { Machine } from './machine';

/** A hypervisor. */
export class LabHost extends Machine {
  /** NICs that end at the switch, by name. */
  readonly uplinks = uplinks().map(nic => nic.ifname);

  /** NICs that the switch bundles by LACP. */
  readonly bondPorts = uplinks()
    .filter(nic => nic.wire.to === 'bond')
    .map(nic => nic.ifname);

  /** The address it gets on VLAN 100 once a test configures it. */
  get managementAddress(): string {
    return managementAddress(this.state.index);
  }

  mac(ifname: string): string {
    const nic = uplinks().find(n => n.ifname === ifname);
    if (!nic) throw new Error(`${this.name} has no uplink '${ifname}'; it has ${this.uplinks.join(', ')}`);
    return macAddress(this.state.index, nic.bus);
  }

  /** The far end of a wire. */
  switchPort(ifname: string): string {
    this.mac(ifname);
    return switchPort(this.name, ifname);
  }

  get switchBond(): string {
    return switchBond(this.name);
  }

  /** Pulls the cable or puts it back: both ends lose their carrier. */
  async setLink(ifname: string, up: boolean): Promise<void> {
    const far = this.switchPort(ifname);
    await this.qmp(qmp => qmp.execute('set_link', { name: ifname, up }));
    await withQmp(qmpSocket(SWITCH_NAME), qmp => qmp.execute('set_link', { name: far, up }));
  }
}
