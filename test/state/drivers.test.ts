import { driversProbe } from '../../lib/state/links.probe';

test('each NIC has its driver, the last one as well', () => {
  const told = `/sys/class/net/eno1/device/driver ../../../../../bus/virtio/drivers/virtio_net
/sys/class/net/enp2s0/device/driver ../../../../../bus/virtio/drivers/virtio_net
/sys/class/net/enp7s0/device/driver ../../../../bus/pci/drivers/e1000e
`;
  expect(driversProbe.parse(told)).toEqual({ eno1: 'virtio_net', enp2s0: 'virtio_net', enp7s0: 'e1000e' });
});
