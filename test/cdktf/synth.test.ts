import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TerraformResource } from 'cdktf';
import * as cdktn from 'cdktn';
import { Construct } from 'constructs';
import { Bridge, type DeployWith } from '../../constructs';
import { host, removeTemporary, resource, type Synthesised, synth, terraform } from './support';

afterAll(removeTemporary);

const two = (deployWith?: DeployWith) =>
  synth(stack => {
    host(stack, 'kvm01', { deployWith });
    host(stack, 'kvm02', { deployWith, ssh: { host: '192.0.2.12', port: 2222 } });
  });

const kinds = (intent: unknown): string[] =>
  JSON.parse(String(intent)).resources.map(({ kind }: { kind: string }) => kind);

describe('with the provider', () => {
  const { config } = two();

  test('each host is one resource', () => {
    expect(Object.keys(config.resource)).toEqual(['trunkline_host']);
    expect(Object.keys(config.resource.trunkline_host!)).toEqual(['kvm01', 'kvm02']);
    const { intent, ...rest } = resource(config, 'trunkline_host.kvm02');
    expect(rest).toEqual({ name: 'kvm02', ssh: { host: '192.0.2.12', port: 2222 } });
    expect(kinds(intent)).toEqual(['link', 'link', 'bond', 'vlan', 'bridge']);
  });

  test('nothing else is required', () => {
    expect(config.terraform.required_providers).toEqual({
      trunkline: { source: 'trunkline.local/trunkline/trunkline', version: expect.any(String) },
    });
  });

  test('every property of ssh has its attribute', () => {
    const { config: made } = synth(stack =>
      host(stack, 'kvm01', {
        unreachable: 'error',
        timeouts: { create: '5m', delete: '90s' },
        ssh: {
          host: 'kvm01',
          identityFile: '~/.ssh/id',
          knownHostsFile: ['a', 'b'],
          config: false,
          sudo: 'auto',
          agent: true,
          connectTimeoutSec: 5,
        },
      }),
    );
    expect(resource(made, 'trunkline_host.kvm01')).toMatchObject({
      unreachable: 'error',
      timeouts: { create: '5m', delete: '90s' },
      ssh: {
        host: 'kvm01',
        identity_file: '~/.ssh/id',
        known_hosts_file: ['a', 'b'],
        config: false,
        sudo: 'auto',
        agent: true,
        connect_timeout_sec: 5,
      },
    });
  });
});

/** The same for both ways but for the type and the name of one attribute. */
describe.each([
  [
    'terraform-data',
    'terraform_data',
    (text: string) => ({ triggers_replace: [text] }),
    'triggers_replace[0]',
  ],
  [
    'null-resource',
    'null_resource',
    (text: string) => ({ triggers: { document: text } }),
    'triggers.document',
  ],
] as const)('with %s', (way, type, trigger, self) => {
  const { config, json } = two(way);
  const applied = resource(config, `${type}.kvm01`);
  const release = resource(config, `${type}.kvm01_release`);
  const words = (made: Record<string, unknown>) =>
    (made.provisioner as { 'local-exec': { command: string; when?: string; environment: object } }[])[0]![
      'local-exec'
    ];

  test('each host is a resource that applies, and one that gives back', () => {
    expect(Object.keys(config.resource)).toEqual([type]);
    expect(Object.keys(config.resource[type]!).sort()).toEqual([
      'kvm01',
      'kvm01_release',
      'kvm02',
      'kvm02_release',
    ]);
  });

  test('a change of the description replaces what applies, and destroying that does nothing', () => {
    const text = Object.values(trigger(''))[0] && JSON.stringify(json('hosts/kvm01.json'));
    expect(applied).toMatchObject(trigger(text!));
    expect(applied).toMatchObject({
      depends_on: [`${type}.kvm01_release`],
      lifecycle: { create_before_destroy: true },
    });
    expect(applied.provisioner).toHaveLength(1);
    const { command, when, environment } = words(applied);
    expect(command).toMatch(
      /^'\/.*node' '\/.*\/dist\/bin\/trunkline\.js' apply --document-from-environment --yes$/,
    );
    expect(when).toBeUndefined();
    expect(environment).toEqual({ TRUNKLINE_DOCUMENT: `\${self.${self}}` });
  });

  test('a change of the description leaves alone what gives back', () => {
    const { command, when } = words(release);
    expect(command).toMatch(/ destroy --document-from-environment --yes$/);
    expect(when).toBe('destroy');
    // Nothing of it follows from what is described: not even what its VLANs are for.
    expect(JSON.stringify(applied)).toMatch(/bond0.*roles|roles.*bond0/);
    expect(JSON.stringify(release)).not.toMatch(/bond0|roles/);
    expect(release.lifecycle).toEqual({ create_before_destroy: true });
  });
});

describe('what is written', () => {
  test('a JSON and a script a host, and the provider', () => {
    const made = two();
    expect(Object.keys(made.files()).map(path => path.replace(/^\/stacks\/fleet\//, ''))).toEqual(
      expect.arrayContaining([
        'cdk.tf.json',
        '.terraform.lock.hcl',
        'hosts/kvm01.json',
        'hosts/kvm01.sh',
        'hosts/kvm02.json',
        'hosts/kvm02.sh',
      ]),
    );
    expect(made.json('hosts/kvm02.json')).toMatchObject({
      formatVersion: 1,
      ssh: { host: '192.0.2.12', port: 2222 },
      intent: { host: 'kvm02' },
    });
    expect(made.text('hosts/kvm01.sh')).toMatch(/^#!\/bin\/sh\n/);
    const plugins = join(made.folder, 'terraform.d/plugins');
    expect(statSync(plugins).isDirectory()).toBe(true);
  });

  test('terraform finds the provider with no configuration and no network', () => {
    const made = two();
    expect(terraform(made.folder, 'init', '-input=false')).toContain('successfully initialized');
  });

  test('the same app is the same bytes', () => {
    expect(two().files()).toEqual(two().files());
    expect(two('null-resource').files()).toEqual(two('null-resource').files());
  });

  test('a host that is no longer described leaves no file behind', () => {
    const made = two();
    const folder = join(made.folder, '../..');
    synth(stack => host(stack, 'kvm02'), { folder });
    expect(Object.keys(made.files()).filter(path => path.includes('kvm01'))).toEqual([]);
  });
});

test('what is allowed and dangerous is told at synth, with code and line', () => {
  const made = synth(stack => {
    new Bridge(host(stack, 'kvm01'), 'br0', { ports: ['enp4s0', 'enp5s0'] });
  });
  expect(made.warnings).toEqual([
    expect.stringMatching(/^TL112 kvm01 \(\S*kvm01\/br0\): br0 joins enp4s0 and enp5s0.*synth\.test\.ts:\d+/),
  ]);
});

describe('a stack with providers of others', () => {
  const mixed = (folder?: string) =>
    synth(
      stack => {
        host(stack, 'kvm01');
        host(stack, 'kvm02', { deployWith: 'null-resource' });
      },
      { folder },
    );

  test('tells how to get by cdktf deploy the first time', () => {
    expect(mixed().warnings).toEqual(
      expect.arrayContaining([
        "the stack's lock file does not hold null yet: the first time, run `cdktf deploy --skip-provider-lock`, or set CDKTF_SKIP_PROVIDER_LOCK=true",
      ]),
    );
  });

  test('and no more once they are locked, which a synth leaves as it is', () => {
    const { folder, text } = mixed();
    const lock = `${text('.terraform.lock.hcl')}\nprovider "example.test/hashicorp/null" {\n  version = "3.2.4"\n}\n`;
    writeFileSync(join(folder, '.terraform.lock.hcl'), lock);
    const again = mixed(join(folder, '../..'));
    expect(again.warnings.filter(text => text.includes('lock file'))).toEqual([]);
    expect(again.text('.terraform.lock.hcl')).toBe(lock);
  });
});

describe('names', () => {
  const names = (made: Synthesised) => Object.keys(made.config.resource.trunkline_host!);

  test('are the ids, wherever the host stands', () => {
    const made = synth(stack => {
      host(new Construct(stack, 'rack1'), 'kvm01');
      host(new Construct(stack, 'rack2'), 'kvm02.site');
    });
    expect(names(made)).toEqual(['kvm01', 'kvm02_site']);
  });

  test('of two hosts never become one', () => {
    const made = synth(stack => {
      host(new Construct(stack, 'rack1'), 'kvm01', { hostName: 'a' });
      host(new Construct(stack, 'rack2'), 'kvm01', { hostName: 'b' });
      host(stack, 'kvm_1');
      host(stack, 'kvm.1');
    });
    expect(names(made)).toHaveLength(4);
    expect(names(made)).toEqual(expect.arrayContaining(['kvm01', 'kvm_1']));
  });
});

describe('what Terraform knows only later', () => {
  const address = (stack: Construct) => {
    const other = new TerraformResource(stack, 'machine', { terraformResourceType: 'terraform_data' });
    other.addOverride('input', '192.0.2.77');
    return other.getStringAttribute('output');
  };
  const later = (deployWith: DeployWith) =>
    synth(stack => host(stack, 'kvm01', { deployWith, ssh: { host: address(stack), user: 'root' } }));

  test('is handed to the provider as it is', () => {
    const made = later('provider');
    expect(resource(made.config, 'trunkline_host.kvm01').ssh).toEqual({
      host: '${terraform_data.machine.output}',
      user: 'root',
    });
    expect(made.json('hosts/kvm01.json').ssh).toMatchObject({ host: '${terraform_data.machine.output}' });
  });

  test('is put into the document by terraform', () => {
    const made = later('terraform-data');
    const { triggers_replace, depends_on } = resource(made.config, 'terraform_data.kvm01');
    expect(String(triggers_replace)).toContain(
      '"ssh":{"host":${jsonencode(terraform_data.machine.output)},"user":"root"}',
    );
    expect(depends_on).toEqual(['terraform_data.kvm01_release']);
  });
});

/** Without the comments, which hold the library's version. */
const bare = (text: string) => JSON.parse(text, (key, value) => (key === '//' ? undefined : value));

test('an app of cdktn is the same', () => {
  const describe = (stack: Construct) => {
    host(stack, 'kvm01');
    host(stack, 'kvm02', { deployWith: 'terraform-data' });
  };
  const ours = synth(describe);
  const theirs = synth(describe, { library: cdktn as never });
  expect(bare(theirs.text('cdk.tf.json'))).toEqual(bare(ours.text('cdk.tf.json')));
  expect(theirs.text('hosts/kvm01.json')).toBe(ours.text('hosts/kvm01.json'));
  expect(theirs.text('.terraform.lock.hcl')).toBe(ours.text('.terraform.lock.hcl'));
});
