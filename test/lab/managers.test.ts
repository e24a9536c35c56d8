import type { Lab } from '../../lab';
import { deploy, freshLab, kernelState, LAB_TIMEOUT_MS, threadIntent } from './support';

jest.setTimeout(LAB_TIMEOUT_MS);

let lab: Lab;

beforeAll(async () => {
  lab = await freshLab();
});

test('a NIC that ifupdown configures is refused with file and line, and nothing is changed', async () => {
  const host = lab.host('kvm01');
  await host.sh(
    "mkdir -p /etc/network/interfaces.d && printf 'auto enp3s0\\niface enp3s0 inet dhcp\\n' >/etc/network/interfaces.d/nics",
  );
  const before = await kernelState(host);
  await expect(deploy(host, threadIntent(host))).rejects.toMatchObject({
    code: 'TL118',
    message: expect.stringContaining(
      'enp3s0 is configured by ifupdown, in /etc/network/interfaces.d/nics line 2',
    ),
  });
  expect(await kernelState(host)).toBe(before);
});

test('told to leave it alone, ifupdown is no obstacle', async () => {
  const host = lab.host('kvm01');
  await host.sh("sed -i 's/dhcp/manual/' /etc/network/interfaces.d/nics");
  await expect(deploy(host, threadIntent(host))).resolves.toMatchObject({ result: 'confirmed' });
});
