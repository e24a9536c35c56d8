import { kinds } from '../../constructs/kinds';
import type { LabHost } from '../../lab';
import { inspect } from '../../lib/apply/inspect';
import {
  changes,
  deploy,
  freshLab,
  gatewayAnswers,
  LAB_TIMEOUT_MS,
  nothing,
  residue,
  target,
  threadIntent,
} from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let host: LabHost;

/** As a new kernel or udev does. */
const callOtherwise = (mac: string, name: string): Promise<string> =>
  host.sh(
    `printf '[Match]\\nPermanentMACAddress=${mac}\\n[Link]\\nName=${name}\\nMACAddressPolicy=none\\n' >/etc/systemd/network/05-other.link; sync`,
  );

beforeAll(async () => {
  host = (await freshLab(1)).host('kvm01');
  await deploy(host, threadIntent(host));
});

test('the record knows the NICs by their MACs', async () => {
  const { state } = await inspect(kinds, target(host), threadIntent(host));
  expect(state.record?.nics).toEqual({ enp2s0: host.mac('enp2s0'), enp3s0: host.mac('enp3s0') });
});

test('a NIC that is called otherwise after a reboot gets back its name, and the host comes up confirmed', async () => {
  await callOtherwise(host.mac('enp2s0'), 'renamed0');
  await host.powerCut();
  expect(await host.sh('ip -br link show dev renamed0')).toMatch(/^enp2s0 /);
  expect(await host.sh('cat /sys/class/net/bond0/bonding/slaves')).toBe('enp2s0 enp3s0\n');
  expect(await changes(host, threadIntent(host))).toEqual([]);
  await gatewayAnswers(host);
});

test('a destroy leaves nothing of ours', async () => {
  await deploy(host, nothing(host));
  expect(await residue(host)).toBe('');
});
