import { LAB_TIMEOUT_MS } from './support';
import { takesOver } from './take-over';

jest.setTimeout(LAB_TIMEOUT_MS);

takesOver('NetworkManager, static');
takesOver('ifupdown, DHCP by hotplug');
takesOver('ifupdown2, static');
