import { RootConstruct } from 'constructs';
import { DhcpClient, type DhcpClientProps, Dns, Host } from '../../constructs';

/** `dns` of the client, as it stands in the intent, with a Dns made before it, after it or not at all. */
function dnsOf(declared: 'before' | 'after' | 'never', props: Partial<DhcpClientProps> = {}): unknown {
  const host = new Host(new RootConstruct(), 'kvm01', { ssh: { host: '192.0.2.11' } });
  const declare = () => new Dns(host, 'dns', { servers: ['10.0.0.53'] });
  if (declared === 'before') declare();
  new DhcpClient(host, 'lease', { link: 'eno1', ...props });
  if (declared === 'after') declare();
  const { resources } = host.intent();
  return resources.find(({ kind }) => kind === 'dhcp-client')?.props.dns;
}

test.each([
  ['never', undefined, true],
  ['before', undefined, false],
  ['after', undefined, false],
  ['never', false, false],
  ['after', false, false],
  // TL131 has something to say of it.
  ['after', true, true],
] as const)('servers declared %s, dns %s: %s', (declared, dns, seen) => {
  expect(dnsOf(declared, { dns })).toBe(seen);
});
