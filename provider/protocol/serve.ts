import { ServerCredentials } from '@grpc/grpc-js';
import { selfSigned } from './certificate/self-signed';
import type { ProviderDefinition } from './definition';
import { log, logConsole } from './log';
import { handshakeLine, refusal } from './plugin/handshake';
import { endWithParent, surviveClosedPipes, surviveSignals, surviveStrayErrors } from './plugin/lifetime';
import { listen, mutualTls } from './plugin/server';
import { claimSocket } from './plugin/socket';
import { stop } from './service/provider-service';

/**
 * Serves `provider` to the terraform that started this process, until it says to end or is gone.
 * Started by anyone else it prints a sentence on stderr and exits with 1.
 * Resolves once Terraform can connect.
 */
export async function serve(provider: ProviderDefinition): Promise<void> {
  const refused = refusal(process.env);
  if (refused !== null) {
    process.stderr.write(`${refused}\n`);
    process.exit(1);
  }
  surviveClosedPipes();
  surviveSignals(() => stop(provider));
  endWithParent();
  logConsole();

  const client = process.env.PLUGIN_CLIENT_CERT;
  const own = client ? selfSigned() : null;
  const credentials = own && client ? mutualTls(own, client) : ServerCredentials.createInsecure();
  const socket = claimSocket();
  await listen(provider, socket, credentials);
  surviveStrayErrors();
  log('debug', 'listening', { socket });
  process.stdout.write(handshakeLine(socket, own?.der ?? null));
}
