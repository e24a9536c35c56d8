import type { IConstruct } from 'constructs';
import type { Intent, Suppression } from '../../lib/intent/intent';
import type { SshTarget } from '../../lib/ssh/target';
import type { VlanPlan } from '../vlan-plan/vlan-plan';

/** How the controller reaches a host; what is not given comes from the OpenSSH configuration. */
export type SshProps = SshTarget;

/**
 * What Terraform runs for a host. `provider`: a resource of our own, with changes at plan time, drift and import.
 * The others need no provider of ours and run `trunkline apply`; there a plan shows only that something changes.
 */
export type DeployWith = 'provider' | 'terraform-data' | 'null-resource';

export interface HostProps {
  /** How the controller reaches it. */
  readonly ssh: SshProps;
  /** The VLANs that this host and others share. @default none; VLANs are then given by number */
  readonly plan?: VlanPlan;
  /** The host's name in states, files and messages. @default the construct's id */
  readonly hostName?: string;
  /** What Terraform runs. @default 'provider' */
  readonly deployWith?: DeployWith;
  /**
   * How long Terraform's work on the host may take, such as `5m`; then what has begun is taken back. With the provider
   * only. @default no limit
   */
  readonly timeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
  /** What an unreachable host does to a plan. @default 'warn': its prior state, and a warning */
  readonly unreachable?: 'warn' | 'error';
  /**
   * Seconds that the host waits to be confirmed before it takes a change back, beside the time that the change
   * itself takes. @default 60
   */
  readonly confirmTimeoutSec?: number;
  /**
   * The address at which the host will answer after a change that takes its present one away; the controller comes
   * back to it to confirm. @default where it answers now
   */
  readonly managementAddress?: string;
  /**
   * Takes links that NetworkManager, systemd-networkd, netplan or ifupdown configures: the manager is told in its own
   * files to leave them alone, and gets them back when nobody here asks for them any more. @default false: such a link
   * is refused (TL118)
   */
  readonly takeOver?: boolean;
  /** The hosts among which guests migrate: those of one name have the same migration networks (TL124). @default none */
  readonly pool?: string;
  /** Commands run on the host before it is confirmed; each must exit with 0. @default none */
  readonly probes?: readonly string[];
  /** Checks that do not count for this host, each with its reason. @default none */
  readonly suppress?: readonly Suppression[];
}

/** A host, as what is made of it sees it. */
export interface IHost extends IConstruct {
  readonly hostName: string;
  readonly props: HostProps;
  /** What it should be. Throws ValidationError. */
  intent(): Intent;
  /** What a synthesis tells and goes on. */
  readonly warnings: readonly string[];
}
