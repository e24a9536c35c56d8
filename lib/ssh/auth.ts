import type { AgentAuthMethod, AuthHandlerMiddleware, PublicKeyAuthMethod } from 'ssh2';
import { TransportError } from '../errors';
import { OrderedAgent } from './agent';
import { subject } from './failure';
import type { Identities } from './identities';
import type { ResolvedTarget } from './resolve';

/** One login: what is offered to the host, and the story for when none of it is taken. */
export interface Login {
  readonly handler: AuthHandlerMiddleware;
  /** Notes a failure that is not the end of it, such as an agent that does not answer. */
  note(text: string): void;
  failure(): TransportError;
}

interface Attempt {
  readonly name: () => string;
  readonly method: PublicKeyAuthMethod | AgentAuthMethod;
}

/** Keys that the target names go first; else the agent's keys do, as with OpenSSH. */
export function login(target: ResolvedTarget, identities: Identities): Login {
  const { user: username, agent: socket } = target;
  const agent =
    socket === undefined ? undefined : new OrderedAgent(socket, identities.publicKeys, target.identitiesOnly);
  const files: Attempt[] = identities.keys.map(({ path, key }) => ({
    name: () => path,
    method: { type: 'publickey', username, key },
  }));
  const agents: Attempt[] =
    agent === undefined
      ? []
      : [
          {
            name: () => `agent ${socket} (${agent.offered.length} keys)`,
            method: { type: 'agent', username, agent },
          },
        ];
  const explicit = target.identityFiles.some(identity => identity.explicit);
  const waiting = explicit ? [...files, ...agents] : [...agents, ...files];
  const tried: Attempt[] = [];
  const notes = [...identities.notes];
  let accepted: readonly string[] = [];

  return {
    handler: (methodsLeft, partialSuccess, next) => {
      accepted = methodsLeft ?? [];
      if (partialSuccess) notes.push(`the host wants a second factor as well (${accepted.join(', ')})`);
      const wanted = methodsLeft === null || accepted.includes('publickey');
      const attempt = wanted ? waiting.shift() : undefined;
      if (attempt !== undefined) tried.push(attempt);
      // ssh2's types know no `false`, its documentation does: no more methods.
      next((attempt?.method ?? false) as PublicKeyAuthMethod);
    },
    note: text => notes.push(text),
    failure: () =>
      refusedLogin(
        target,
        tried.map(attempt => attempt.name()),
        notes,
        accepted,
      ),
  };
}

function refusedLogin(
  target: ResolvedTarget,
  tried: readonly string[],
  notes: readonly string[],
  accepted: readonly string[],
): TransportError {
  const offered = tried.length > 0 ? `tried ${tried.join(', ')}` : 'there was no key to try';
  const methods = accepted.length > 0 ? `the host accepts ${accepted.join(', ')}` : undefined;
  const more = [...new Set([methods, ...notes])].filter(part => part !== undefined);
  return new TransportError({
    ...subject(target),
    code: 'auth',
    found: [`login as '${target.user}' was refused: ${offered}`, ...more].join('; '),
    remedy: `add your public key to the authorized_keys of '${target.user}' there, or name another with 'user', 'identityFile' or 'agent'`,
    retryable: false,
  });
}
