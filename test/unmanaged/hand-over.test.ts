import { spawnSync } from 'node:child_process';
import { handOver } from '../../constructs/unmanaged/hand-over.sh';

/** Runs functions of the hand-over as the host's sh does. */
function sh(command: string, input = ''): string {
  const script = `set -eu\n${handOver.text}\n${command}\n`;
  const { status, stdout, stderr } = spawnSync('sh', ['-c', script], { input, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return stdout;
}

const lines = (way: string, links: string, text: string): string =>
  sh(`ifupdown_lines ${way} '${links}' /dev/stdin`, text);

const INTERFACES = `source /etc/network/interfaces.d/*
auto lo
iface lo inet loopback

  auto enp2s0
iface enp2s0 inet static
    address 10.0.0.1/24
    # a comment

    gateway 10.0.0.254
iface enp2s0:1 inet static
\taddress 10.0.0.2/24
allow-hotplug enp3s0
iface enp3s0 inet dhcp
iface enp4s0 inet manual
    up true
`;

test('stanzas of the links become comments, all else stays, and what comes back is byte for byte what it was', () => {
  const away = lines('away', 'enp2s0 enp3s0', INTERFACES);
  expect(away).toBe(`source /etc/network/interfaces.d/*
auto lo
iface lo inet loopback

#trunkline:enp2s0#   auto enp2s0
#trunkline:enp2s0# iface enp2s0 inet static
#trunkline:enp2s0#     address 10.0.0.1/24
    # a comment

#trunkline:enp2s0#     gateway 10.0.0.254
#trunkline:enp2s0:1# iface enp2s0:1 inet static
#trunkline:enp2s0:1# \taddress 10.0.0.2/24
#trunkline:enp3s0# allow-hotplug enp3s0
#trunkline:enp3s0# iface enp3s0 inet dhcp
iface enp4s0 inet manual
    up true
`);
  expect(lines('away', 'enp2s0 enp3s0', away)).toBe(away);
  expect(lines('back', 'enp2s0 enp3s0', away)).toBe(INTERFACES);
});

test('one of two links comes back alone', () => {
  const away = lines('away', 'enp2s0 enp3s0', INTERFACES);
  expect(lines('back', 'enp3s0', away)).toBe(lines('away', 'enp2s0', INTERFACES));
});

test('a line of auto that names other links too is parted', () => {
  const away = lines('away', 'enp2s0', 'auto lo enp2s0 enp3s0\n');
  expect(away).toBe('auto lo enp3s0\n#trunkline:enp2s0# auto enp2s0\n');
  expect(lines('back', 'enp2s0', away)).toBe('auto lo enp3s0\nauto enp2s0\n');
});

test.each([
  ['away', 'a b', 'c b', 'a\nb\nc\n'],
  ['away', '', 'x', 'x\n'],
  ['back', 'a b c', 'b', 'a\nc\n'],
  ['back', 'a', 'a', ''],
])('links told %s: of "%s", with %s', (way, known, links, told) => {
  expect(sh(`told_links ${way} '${known}' ${links}`)).toBe(told);
});
