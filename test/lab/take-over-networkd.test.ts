import { LAB_TIMEOUT_MS } from './support';
import { keepsOurs, takesOver } from './take-over';

jest.setTimeout(LAB_TIMEOUT_MS);

takesOver('systemd-networkd, static');
takesOver('netplan, DHCP');
keepsOurs();
