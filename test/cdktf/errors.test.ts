import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import {
  Address,
  Bond,
  BridgePort,
  Host,
  type HostProps,
  Link,
  LinkSettings,
  type LinkSettingsProps,
  NetworkNamespace,
  Shaper,
  type ShaperProps,
  TrunkedHost,
  Vlan,
  VlanBridge,
} from '../../constructs';
import { host, plan, removeTemporary, synth, temporary } from './support';

afterAll(removeTemporary);

const HERE = 'test/cdktf/errors.test.ts';

/** What a person reads; lines of this file as LINE. */
function message(describe: (stack: TerraformStack) => void, folder = temporary()): string {
  try {
    synth(describe, { folder });
  } catch (error) {
    return (error as Error).message.replaceAll(new RegExp(`${HERE}:\\d+`, 'g'), 'LINE');
  }
  throw new Error('it was accepted');
}

const ssh = { host: '192.0.2.11' };

describe('a slip is told at once, with construct path, field and line', () => {
  test('and the line is the one that made the construct', () => {
    const { stack = '' } = new Error();
    const line = Number(/errors\.test\.ts:(\d+)/.exec(stack)?.[1]) + 3;
    const make = (stack: TerraformStack) => {
      new Vlan(new Host(stack, 'kvm01', { ssh }), 'web', { link: 'bond0', vlanId: 4095 });
    };
    expect(() => synth(make)).toThrow(`see ${HERE}:${line}`);
  });

  test('a property of a resource', () => {
    expect(
      message(stack => new Vlan(new Host(stack, 'kvm01', { ssh }), 'web', { link: 'bond0', vlanId: 4095 })),
    ).toBe(
      "cannot read vlan fleet/kvm01/web on host 'kvm01': 'vlanId': VLAN ID must be from 1 to 4094: 4095 is reserved (IEEE 802.1Q); see LINE",
    );
  });

  test('what cannot be in a network namespace', () => {
    const make = (stack: TerraformStack) => {
      const blue = new NetworkNamespace(new Host(stack, 'kvm01', { ssh }), 'blue');
      new Bond(blue, 'bond0', { mode: 'active-backup', miimonMs: 100, ports: ['enp2s0'] });
    };
    expect(message(make)).toBe(
      "cannot make bond fleet/kvm01/blue/bond0 on host 'kvm01': it is in the scope of network namespace 'blue', and bond is of the host itself; give it the host as scope; see LINE",
    );
  });

  test.each([
    [
      'classes of one queue',
      {},
      { rate: '1mbit' },
      "'rest': a shaper without `rest` has one queue; give it the class of the rest",
    ],
    [
      'more than there is',
      { rest: { rate: '2mbit' } },
      { rate: '9mbit' },
      "'rate': the classes would have 11mbit for sure, and the shaper has 10mbit; give classes less, and a ceil up to which they may borrow",
    ],
    [
      'a ceil over the rate',
      { rest: { rate: '2mbit' } },
      { rate: '1mbit', ceil: '11mbit' },
      "'ceil': 11mbit is over the shaper's 10mbit; lower it",
    ],
    [
      'a number of the rest',
      { rest: { rate: '2mbit' } },
      { rate: '1mbit', classId: 4095 },
      "'classId': 4095 is over 4094; give it a lower number",
    ],
  ])('a traffic class: %s', (_, more: Partial<ShaperProps>, props, expected) => {
    const make = (stack: TerraformStack) => {
      const shaper = new Shaper(new Host(stack, 'kvm01', { ssh }), 'up', {
        link: 'enp2s0',
        rate: '10mbit',
        ...more,
      });
      shaper.addClass('web', { ...props, matches: [{ vlanId: 200 }] });
    };
    expect(message(make)).toBe(`cannot make traffic-class web fleet/kvm01/up on host 'kvm01': ${expected}`);
  });

  const settings: [string, Omit<LinkSettingsProps, 'link'> & { link?: string }, string][] = [
    [
      'a link that only the host can name',
      { link: '@mac:52:54:00:00:00:01', ipv6: { disable: true } },
      "'link': @mac:52:54:00:00:00:01 is only known on the host, and a sysctl needs the name; name it; see LINE",
    ],
    [
      'nothing to set',
      {},
      "'ipv4': nothing is set; set something in ipv4 or ipv6, or leave it out; see LINE",
    ],
    [
      'advertisements for a router',
      { ipv6: { forwarding: true, acceptRa: 'unless-forwarding' } },
      "'ipv6.acceptRa': a link that forwards takes no router advertisements so; make it 'always' or 'off'; see LINE",
    ],
    [
      'a word that is none',
      { ipv4: { rpFilter: 'on' as never } },
      `'ipv4.rpFilter': "on"; give off, strict, loose; see LINE`,
    ],
    [
      'a number that is none',
      { ipv4: { arpIgnore: 9 as never } },
      "'ipv4.arpIgnore': 9; give 0 to 8; see LINE",
    ],
  ];
  test.each(settings)('settings of a link: %s', (_, props, expected) => {
    const make = (stack: TerraformStack) =>
      new LinkSettings(new Host(stack, 'kvm01', { ssh }), 's', { link: 'enp2s0', ...props });
    expect(message(make)).toBe(`cannot make LinkSettings fleet/kvm01/s: ${expected}`);
  });

  test('a link’s settings are sysctls with its name', () => {
    const host: Host[] = [];
    synth(
      stack => {
        host.push(new Host(stack, 'kvm01', { ssh }));
        new LinkSettings(host[0]!, 's', {
          link: 'bond0.100',
          ipv4: { rpFilter: 'loose', arpIgnore: 1 },
          ipv6: { disable: false, acceptRa: 'always', addrGenMode: 'random' },
          persist: false,
        });
      },
      { folder: temporary() },
    );
    const made = host[0]!.resources().map(({ props }) => `${props.key}=${props.value} ${props.dropIn}`);
    expect(made).toEqual([
      'net.ipv4.conf.bond0/100.rp_filter=2 null',
      'net.ipv4.conf.bond0/100.arp_ignore=1 null',
      'net.ipv6.conf.bond0/100.disable_ipv6=0 null',
      'net.ipv6.conf.bond0/100.accept_ra=2 null',
      'net.ipv6.conf.bond0/100.addr_gen_mode=3 null',
    ]);
  });

  test('a guard that would never see a BPDU', () => {
    const make = (bpduFilter: boolean | 'egress') => (stack: TerraformStack) =>
      new BridgePort(new Host(stack, 'kvm01', { ssh }), 'p', {
        bridge: Link.fromName('br0'),
        link: 'vnet7',
        guard: true,
        bpduFilter,
      });
    expect(message(make(true))).toBe(
      "cannot make BridgePort fleet/kvm01/p: 'bpduFilter': guard closes the port when a BPDU comes in, and none would come in; leave one of them out, or make it 'egress'; see LINE",
    );
    synth(make('egress'), { folder: temporary() });
  });

  test('classes are numbered as they are added', () => {
    const ids: number[] = [];
    synth(
      stack => {
        const rest = { rate: '1mbit' };
        const shaper = new Shaper(new Host(stack, 'kvm01', { ssh }), 'up', {
          link: 'enp2s0',
          rate: '10mbit',
          rest,
        });
        for (const classId of [undefined, 20, undefined])
          ids.push(shaper.addClass(`c${ids.length}`, { rate: '1mbit', classId, matches: [] }).classId);
      },
      { folder: temporary() },
    );
    expect(ids).toEqual([2, 20, 21]);
  });

  test('a name over 15 bytes', () => {
    expect(
      message(stack => new Link(new Host(stack, 'kvm01', { ssh }), 'nic', { name: 'a23456789012345678' })),
    ).toBe(
      `cannot read link fleet/kvm01/nic on host 'kvm01': 'name': interface name "a23456789012345678" has 18 bytes, the kernel takes 15 (TL107); give a shorter name; see LINE`,
    );
  });

  test('in a composition, the line is the user’s', () => {
    expect(message(stack => new VlanBridge(host(stack, 'kvm01'), 'x', { vlan: 300, name: 'a b' }))).toMatch(
      /^cannot read bridge fleet\/kvm01\/x\/bridge on host 'kvm01': 'name': .*; see LINE$/,
    );
  });

  test('however deep the user’s own constructs are', () => {
    const deep = (scope: Construct, levels: number): unknown =>
      levels === 0
        ? new Address(scope, 'address', { link: 'br0', address: 'x' })
        : deep(new Construct(scope, `l${levels}`), levels - 1);
    expect(message(stack => deep(new Host(stack, 'kvm01', { ssh }), 20))).toMatch(/; see LINE$/);
  });

  const wrong: [string, Partial<HostProps> & { ssh?: unknown }, string][] = [
    [
      'no ssh',
      { ssh: undefined },
      "cannot make host fleet/kvm01: 'ssh': is missing; give how it is reached: { host: '192.0.2.11' }; see LINE",
    ],
    [
      'an option for a host name',
      { ssh: { host: '-oProxyCommand=x' } },
      `cannot make host fleet/kvm01: 'ssh.host': must not start with '-' ("-oProxyCommand=x"); give a host name or an address; see LINE`,
    ],
    [
      'a port',
      { ssh: { ...ssh, port: 65536 } },
      "cannot make host fleet/kvm01: 'ssh.port': must be 1 to 65535 (65536); see LINE",
    ],
    [
      'an unknown way to deploy',
      { deployWith: 'magic' as never },
      `cannot make host fleet/kvm01: 'deployWith': "magic" is none of provider, terraform-data, null-resource; see LINE`,
    ],
    [
      'a host name',
      { hostName: 'a b' },
      "cannot make host fleet/kvm01: 'hostName': must be a host name; see LINE",
    ],
    [
      'a timeout',
      { confirmTimeoutSec: 1 },
      "cannot make host fleet/kvm01: 'confirmTimeoutSec': Too small: expected number to be >=10; see LINE",
    ],
  ];
  test.each(wrong)('%s', (_, props, expected) => {
    expect(message(stack => new Host(stack, 'kvm01', { ssh, ...props } as HostProps))).toBe(expected);
  });
});

describe('scopes', () => {
  test('a host in a host', () => {
    expect(message(stack => new Host(new Host(stack, 'a', { ssh }), 'b', { ssh }))).toBe(
      'cannot make host fleet/a/b: it is in the scope of another host; give it the stack as scope; see LINE',
    );
  });

  test('a resource outside of any host', () => {
    expect(message(stack => new Bond(stack, 'bond0', { mode: '802.3ad', ports: [] }))).toBe(
      'cannot make Bond fleet/bond0: it is in the scope of no host; give it a Host or TrunkedHost as scope; see LINE',
    );
  });

  test('a VLAN that the plan does not name', () => {
    expect(message(stack => new VlanBridge(host(stack, 'kvm01'), 'x', { vlan: 'wbe' }))).toBe(
      "cannot make VlanBridge fleet/kvm01/x: 'vlan': the plan has no VLAN 'wbe'; use one of management, web, or add it to the plan; see LINE",
    );
  });

  test('a VLAN by name without a plan', () => {
    const make = (stack: TerraformStack) =>
      new VlanBridge(new TrunkedHost(stack, 'kvm01', { ssh, uplinks: ['eno1'] }), 'x', { vlan: 'web' });
    expect(message(make)).toBe(
      "cannot make VlanBridge fleet/kvm01/x: 'vlan': 'web' is a name, and the host has no plan; give the host a VlanPlan, or the VLAN by its number; see LINE",
    );
  });

  test('a bridge for a VLAN on a host without a trunk', () => {
    expect(message(stack => new VlanBridge(new Host(stack, 'kvm01', { ssh }), 'x', { vlan: 5 }))).toBe(
      "cannot make VlanBridge fleet/kvm01/x: 'trunk': the host has no trunk of its own; give a trunk, or use a TrunkedHost; see LINE",
    );
  });

  test('two hosts by one name', () => {
    expect(
      message(stack => {
        host(stack, 'kvm01');
        host(stack, 'kvm02', { hostName: 'kvm01' });
      }),
    ).toMatch(
      /^cannot make host fleet\/kvm02: 'hostName': 'kvm01' is also that of fleet\/kvm01; give each a hostName of its own; see /,
    );
  });
});

describe('what only the end can know stops the synth, and nothing is written', () => {
  const management = { vlan: 'management', address: plan.vlan('management').host(11) };

  test('an address that two hosts have', () => {
    const folder = temporary();
    const text = message(stack => {
      host(stack, 'kvm01', { management });
      host(stack, 'kvm02', { management });
    }, folder);
    expect(text).toMatch(
      /\[fleet\/kvm01\] TL109 kvm0\d \(fleet\/kvm0\d\/management-address\): .*10\.0\.100\.11/,
    );
    expect(text).toMatch(/\[docs\/checks\/TL109\.md\]; see .*:\d+/);
    expect(existsSync(join(folder, 'stacks/fleet'))).toBe(false);
  });

  test('one bridge twice', () => {
    expect(
      message(stack => {
        new VlanBridge(host(stack, 'kvm01'), 'again', { vlan: 'web' });
      }),
    ).toContain(
      "[fleet/kvm01] cannot read vlan fleet/kvm01/again/vlan on host 'kvm01': vlan bond0.200 (id 200 on bond0) is declared twice, also as vlan bond0.200 (id 200 on bond0) by fleet/kvm01/web/vlan",
    );
  });

  test('a check that is suppressed for a reason', () => {
    const suppress = [{ code: 'TL109', reason: 'an anycast address' }];
    const made = synth(stack => {
      host(stack, 'kvm01', { management, suppress });
      host(stack, 'kvm02', { management, suppress });
    });
    expect(Object.keys(made.config.resource.trunkline_host!)).toEqual(['kvm01', 'kvm02']);
  });
});
