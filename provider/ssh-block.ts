import type { SshTarget } from '../lib/ssh';
import { parseTarget } from '../lib/ssh';
import { hasUnknown, list, type NestedBlock, type Value, type Values } from './protocol';

const text = (description: string) => ({ type: 'string', optional: true, description }) as const;
const number = (description: string) => ({ type: 'number', optional: true, description }) as const;

/** How the host is reached. What is left out comes from the OpenSSH configuration. */
export const sshBlock: NestedBlock = {
  nesting: 'single',
  attributes: {
    host: text('Name, address, or a `Host` of the OpenSSH configuration.'),
    port: number('TCP port.'),
    user: text('Login name; `sudo -n` is used where it is not root.'),
    identity_file: text('Path of a private key.'),
    known_hosts_file: {
      type: list('string'),
      optional: true,
      description: 'Replace the usual known_hosts files.',
    },
    host_key: text('The one accepted host key: `SHA256:…` or a line of a public key file.'),
    proxy_jump: text('Jump hosts, nearest first.'),
    sudo: text('`true`, `false` or `auto`.'),
    connect_timeout_sec: number('Seconds for one connection. Default 15.'),
    keepalive_sec: number('Seconds between keepalives. Default 5.'),
    config: text('Path of an OpenSSH configuration file; `false` for none.'),
    agent: text("`true`, `false`, or the path of an agent's socket."),
  },
};

const camel = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
const word = (value: Value): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** True while Terraform does not know yet how the host is reached. */
export const sshUnknown = (block: Value | undefined): boolean => block !== undefined && hasUnknown(block);

/** The target of a host's `ssh` block, and of none: an import knows the name only. Throws ValidationError. */
export function targetOf(block: Value | undefined, name: string): SshTarget {
  const given = Object.entries((block ?? {}) as Values).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const config = process.env.TRUNKLINE_SSH_CONFIG;
  return parseTarget({
    host: name,
    ...(config && { config }),
    ...Object.fromEntries(given.map(([key, value]) => [camel(key), word(value)])),
  });
}
