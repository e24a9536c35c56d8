import { Construct, type IConstruct } from 'constructs';
import { ValidationError } from '../../lib/errors';
import { INTENT_FORMAT, type Intent, parseIntent } from '../../lib/intent/intent';
import type { Resource } from '../../lib/kind';
import { judgeFleet, judgeIntent } from '../../lib/plan/checks';
import type { Finding } from '../../lib/plan/checks/check';
import { renderFinding } from '../../lib/plan/checks/check';
import { kinds } from '../kinds';
import { checkHost } from './check-host';
import type { HostProps, IHost } from './host-props';
import { rolesOf } from './roles';
import { callerSource, seeing } from './source';
import { bindToTerraform } from './terraform';

/** The isolation between two copies of this package in one app is not wanted: they know each other by this. */
const HOST = Symbol.for('trunkline.Host');

/** The hosts of each app, as they were made: to look for them in the tree would cost every host a walk over all. */
const hostsOf = new WeakMap<IConstruct, Host[]>();

/**
 * One hypervisor. Constructs in its scope are what it should have; together they are one resource of Terraform and
 * one transaction on the host.
 */
export class Host extends Construct implements IHost {
  readonly hostName: string;
  readonly props: HostProps;
  readonly #source = callerSource();
  #warnings: readonly string[] = [];

  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    Object.defineProperty(this, HOST, { value: true });
    this.props = props;
    this.hostName = props.hostName ?? id;
    if (this.node.scopes.some(above => above !== this && Host.isHost(above)))
      throw new ValidationError({
        doing: 'make host',
        resource: this.node.path,
        found: 'it is in the scope of another host',
        remedy: seeing('give it the stack as scope', this.#source),
      });
    checkHost(this, this.#source);
    const fleet = this.#all();
    fleet.push(this);
    hostsOf.set(this.node.root, fleet);
    this.node.addValidation({ validate: () => this.#validate() });
    bindToTerraform(this, this.#source);
  }

  static isHost(construct: unknown): construct is Host {
    return typeof construct === 'object' && construct !== null && HOST in construct;
  }

  /** The host in whose scope a construct stands. */
  static of(construct: Construct): Host {
    const host = construct.node.scopes.findLast(Host.isHost);
    if (host) return host;
    throw new ValidationError({
      doing: `make ${construct.constructor.name}`,
      resource: construct.node.path,
      found: 'it is in the scope of no host',
      remedy: seeing('give it a Host or TrunkedHost as scope', callerSource()),
    });
  }

  /** Every resource in the scope, in the order in which they were made. */
  resources(): Resource[] {
    return this.node
      .findAll()
      .filter((construct): construct is Construct & { toResource(): Resource } => 'toResource' in construct)
      .map(construct => construct.toResource());
  }

  /** What this host should be. Throws ValidationError. */
  intent(): Intent {
    const { confirmTimeoutSec, managementAddress, probes, suppress, takeOver, pool } = this.props;
    const resources = this.resources().map(({ source: _, ...resource }) => resource);
    const roles = rolesOf(this.props.plan, resources);
    const settings = {
      ...(confirmTimeoutSec !== undefined && { confirmTimeoutSec }),
      ...(managementAddress !== undefined && { managementAddress }),
      ...(probes?.length && { probes }),
      ...(suppress?.length && { suppress }),
      ...(takeOver && { takeOver }),
      ...(roles && { roles }),
      ...(pool !== undefined && { pool }),
    };
    return parseIntent(kinds, { formatVersion: INTENT_FORMAT, host: this.hostName, settings, resources });
  }

  /** What the checks say of this host alone, and of all hosts of the app together when it is the first of them. */
  findings(): Finding[] {
    const hosts = this.#all();
    const fleet =
      hosts[0] === this
        ? judgeFleet(
            kinds,
            hosts.map(host => host.intent()),
          )
        : [];
    return [...judgeIntent(kinds, this.intent()), ...fleet];
  }

  /** What the validation before a synthesis had to tell that forbids nothing. */
  get warnings(): readonly string[] {
    return this.#warnings;
  }

  #validate(): string[] {
    try {
      const findings = this.findings();
      if (findings.length === 0) return [];
      const lines = new Map(this.#all().flatMap(host => host.resources().map(one => [one.path, one.source])));
      const told = (severity: Finding['severity']) =>
        findings
          .filter(finding => finding.severity === severity)
          .map(finding => seeing(renderFinding(finding), finding.path && lines.get(finding.path))!);
      this.#warnings = told('warning');
      return told('error');
    } catch (error) {
      return [(error as Error).message];
    }
  }

  /** Every host of the app. */
  #all(): Host[] {
    return hostsOf.get(this.node.root) ?? [];
  }
}
