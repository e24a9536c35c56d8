import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { Bench, knownLine } from '../../ssh/setup';
import { buildProvider, CLOSED, intent, removeProvider, Stack, vlan } from './workspace';

jest.setTimeout(300_000);

/** A host that answers: this machine by an SSH server of the test. It is only read: nothing is wanted of it. */
let bench: Bench;
let gate: Server;
let away = false;
let answering: object;

/** Hangs up on everyone while the host is away. */
const startGate = (to: number): Promise<Server> => {
  const server = createServer(near => {
    near.on('error', () => {});
    if (away) return near.destroy();
    const far = connect(to, '127.0.0.1');
    far.on('error', () => near.destroy());
    near.pipe(far).pipe(near);
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve(server)));
};

const whileAway = async (work: () => Promise<void>): Promise<void> => {
  away = true;
  try {
    await work();
  } finally {
    away = false;
  }
};

beforeAll(async () => {
  buildProvider();
  bench = new Bench();
  const server = await bench.server({ env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' } });
  gate = await startGate(server.port);
  const { port } = gate.address() as AddressInfo;
  const { identityFile } = bench.target(server.port);
  answering = {
    host: '127.0.0.1',
    port,
    user: 'root',
    identity_file: identityFile,
    known_hosts_file: [bench.file('known_hosts', knownLine(port, bench.hostKey))],
    agent: 'false',
    config: 'false',
    sudo: 'false',
  };
});
afterAll(async () => {
  gate.close();
  await bench.close();
  removeProvider();
});

const stackOf = async (hosts: Parameters<Stack['write']>[0]): Promise<Stack> => {
  const stack = new Stack().write(hosts);
  expect(await stack.init()).toMatchObject({ code: 0 });
  return stack;
};

describe('a host that was never reached', () => {
  test('does not keep the others from being planned, and is told of', async () => {
    const stack = await stackOf({ kvm01: { ssh: answering }, kvm02: { intent: intent('kvm02', [vlan]) } });
    const { code, output } = await stack.plan();
    expect(code).toBe(2);
    expect(output).toContain('Plan: 2 to add, 0 to change, 0 to destroy.');
    expect(output).toMatch(
      /Warning: Cannot connect to host 127\.0\.0\.1: its changes are planned when it is applied/,
    );
    expect(output).toContain('in resource.trunkline_host.kvm02');
  });

  test('fails alone when it is applied; the other is created', async () => {
    const stack = await stackOf({ kvm01: { ssh: answering }, kvm02: { intent: intent('kvm02', [vlan]) } });
    const { code, output } = await stack.apply();
    expect(code).toBe(1);
    expect(output).toContain('trunkline_host.kvm01: Creation complete');
    expect(output).toMatch(/Error: Cannot connect to host 127\.0\.0\.1/);
    expect(Object.keys(await stack.state())).toEqual(['kvm01']);
  });

  test('with unreachable = "error" stops the plan', async () => {
    const stack = await stackOf({ kvm01: { ssh: answering }, kvm02: { unreachable: 'error' } });
    const { code, output } = await stack.plan();
    expect(code).toBe(1);
    expect(output).toMatch(/Error: Cannot connect to host 127\.0\.0\.1/);
  });

  test('cannot be imported', async () => {
    const stack = await stackOf({ kvm01: {} });
    const { code, output } = await stack.terraform(
      'import',
      '-no-color',
      'trunkline_host.kvm01',
      '127.0.0.1',
    );
    expect(code).toBe(1);
    expect(output).toContain('Error: Cannot connect to host 127.0.0.1');
    expect(await stack.state()).toEqual({});
  });
});

describe('a host that is in the state and is not reached any more', () => {
  let stack: Stack;
  beforeEach(async () => {
    stack = await stackOf({ kvm01: { ssh: answering }, kvm02: { ssh: answering } });
    expect(await stack.apply()).toMatchObject({ code: 0 });
  });

  test('keeps its state, with a warning, when nothing is wanted of it', async () => {
    const before = await stack.state();
    await whileAway(async () => {
      const { code, output } = await stack.plan();
      expect(code).toBe(0);
      expect(output).toContain('No changes.');
      expect(output).toContain('Warning: Cannot connect to host 127.0.0.1');
      expect(output).toContain('its last known state is shown');
      expect(await stack.state()).toEqual(before);
    });
  });

  test('by another way is read anew: it may be another host', async () => {
    stack.write({ kvm01: { ssh: answering }, kvm02: { ssh: { ...answering, connect_timeout_sec: 7 } } });
    const { code, output } = await stack.plan();
    expect(code).toBe(2);
    expect(output).toContain('trunkline_host.kvm02 will be updated in-place');
    expect(output).toContain('0 to add, 1 to change, 0 to destroy');
    stack.write({ kvm01: { ssh: answering }, kvm02: { ssh: CLOSED } });
    expect((await stack.plan()).output).toContain('its changes are planned when it is applied');
  });

  test('is not destroyed, and stays in the state', async () => {
    stack.write({ kvm01: { ssh: answering }, kvm02: { ssh: answering } });
    await whileAway(async () => {
      const { code, output } = await stack.terraform('destroy', '-no-color', '-auto-approve');
      expect(code).toBe(1);
      expect(output).toContain('what is removed is planned when it is destroyed');
      expect(Object.keys(await stack.state())).toEqual(['kvm01', 'kvm02']);
    });
    expect(await stack.terraform('destroy', '-no-color', '-auto-approve')).toMatchObject({ code: 0 });
    expect(await stack.state()).toEqual({});
  });
});

test('a check that forbids is an error of the plan, with the construct', async () => {
  const stack = await stackOf({ kvm01: { ssh: answering, intent: intent('kvm01', [vlan]) } });
  const { code, output } = await stack.plan();
  expect(code).toBe(1);
  expect(output).toMatch(/Error: TL\d{3}: .*eth9/);
  expect(output).toContain('Construct: fleet/kvm01/web Host: kvm01 Remedy: ');
});

test('a host key that is not known is an error, not a host that is away', async () => {
  const stack = await stackOf({ kvm01: { ssh: { ...answering, known_hosts_file: ['/dev/null'] } } });
  const { code, output } = await stack.plan();
  expect(code).toBe(1);
  expect(output).toContain('Error: Cannot connect to host 127.0.0.1');
});
