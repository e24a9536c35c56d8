import type { handleUnaryCall, ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import { encodeDiagnostics } from '../codec/wire-diagnostic';
import { type Diagnostic, fromThrown } from '../diagnostic';
import { log } from '../log';
import type { Method } from '../proto/services';

type Response = object;

/** Answers one method; `Request` is what the descriptor in `proto/` says. */
// biome-ignore lint/suspicious/noExplicitAny: the request's shape is the caller's knowledge
export type Handler<Request = any> = (request: Request) => Promise<Response> | Response;

export type Handlers<Name extends Method = Method> = { readonly [name in Name]: Handler };

/**
 * Never lets an error reach gRPC: Terraform would show its status code instead of a diagnostic.
 * `failed` says what else the answer must hold then.
 */
export const guarded =
  <Request extends object>(
    doing: (request: Request) => string,
    handle: (request: Request) => Promise<Response> | Response,
    failed: (request: Request) => Response = () => ({}),
  ): Handler<Request> =>
  async request => {
    try {
      return await handle(request);
    } catch (thrown) {
      return { ...failed(request), diagnostics: encodeDiagnostics([report(thrown, doing(request))]) };
    }
  };

export function report(thrown: unknown, doing: string): Diagnostic {
  log('error', `failed while ${doing}`, { error: thrown instanceof Error ? thrown.stack : String(thrown) });
  return fromThrown(thrown, doing);
}

/** As @grpc/grpc-js wants its handlers. */
export function toGrpc(method: string, handle: Handler): handleUnaryCall<object, Response> {
  return async (call: ServerUnaryCall<object, Response>, respond: sendUnaryData<Response>) => {
    log('trace', `call ${method}`);
    try {
      respond(null, await handle(call.request));
    } catch (error) {
      log('error', `${method} failed`, { error: (error as Error).stack });
      respond(error as Error, null);
    }
  };
}
