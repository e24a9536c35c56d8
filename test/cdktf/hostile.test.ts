import { TerraformResource } from 'cdktf';
import type { DeployWith } from '../../constructs';
import { evaluated, host, removeTemporary, resource, synth } from './support';

jest.setTimeout(120_000);

afterAll(removeTemporary);

/** What Terraform would evaluate, what it would unescape, and what JSON would. */
const words = [
  '${file("/etc/passwd")}',
  '%{ for x in [1] }x%{ endfor }',
  '$${x} %%{y} $$${z} %%%{w}',
  '$ { % $% {{ }} ${',
  '\\${x} \\u0024{x} "q" \'s\' \\',
  '\u00e9\u2713\u{1f600} <&>',
  '#{x} ${self.input} ${TfToken[1]}',
];
const text = words.join(' | ');

const settings = {
  probes: words,
  suppress: [{ code: 'TL101', reason: text }],
} as const;

const described = (deployWith: DeployWith) =>
  synth(stack =>
    host(stack, 'kvm01', {
      ...settings,
      deployWith,
      ssh: {
        host: '192.0.2.11',
        identityFile: `~/${words[0]}/${words[2]}`,
        knownHostsFile: [`/${words[1]}`],
      },
    }),
  );

test('the provider is given the bytes that the user wrote', () => {
  const made = described('provider');
  const { intent, ssh } = resource(made.config, 'trunkline_host.kvm01') as {
    intent: string;
    ssh: { identity_file: string; known_hosts_file: string[] };
  };
  const read = evaluated({
    intent,
    identity: ssh.identity_file,
    known: ssh.known_hosts_file[0]!,
  });
  const document = made.json('hosts/kvm01.json') as { intent: object; ssh: Record<string, unknown> };
  expect(JSON.parse(read.intent!)).toEqual(document.intent);
  expect(JSON.parse(read.intent!).settings).toEqual({ ...settings, roles: { 200: 'vm' } });
  expect(read.identity).toBe(`~/${words[0]}/${words[2]}`);
  expect(read.known).toBe(`/${words[1]}`);
});

test('so is the command', () => {
  const made = described('terraform-data');
  const { triggers_replace } = resource(made.config, 'terraform_data.kvm01') as {
    triggers_replace: [string];
  };
  const { input } = resource(made.config, 'terraform_data.kvm01_release') as { input: string };
  const read = evaluated({ applied: triggers_replace[0], released: input });
  expect(JSON.parse(read.applied!)).toEqual(made.json('hosts/kvm01.json'));
  expect(JSON.parse(read.applied!).intent.settings.probes).toEqual(words);
  expect(JSON.parse(read.released!)).toMatchObject({ intent: { settings, resources: [] } });
});

test('a value that Terraform knows later is quoted by it', () => {
  const { config } = synth(stack => {
    const other = new TerraformResource(stack, 'machine', { terraformResourceType: 'terraform_data' });
    host(stack, 'kvm01', {
      deployWith: 'terraform-data',
      ssh: { host: other.getStringAttribute('output'), user: 'root' },
    });
  });
  const { input } = resource(config, 'terraform_data.kvm01_release') as { input: string };
  const read = evaluated({ input: input.replace('terraform_data.machine.output', '"a\\"b"') });
  expect(JSON.parse(read.input!).ssh).toEqual({ host: 'a"b', user: 'root' });
});
