import {
  PlanError,
  RemoteCommandError,
  TransportError,
  ValidationError,
  VerificationError,
} from '../../lib/errors';

describe('an error', () => {
  test('says what, to what, where, why and what to do', () => {
    const error = new ValidationError({
      doing: 'create',
      resource: "vlan 'bond0.100'",
      host: 'kvm01',
      found: "link 'bond0' does not exist",
      remedy: "add a Bond named 'bond0' or use Link.fromName",
    });
    expect(error.message).toBe(
      "cannot create vlan 'bond0.100' on host 'kvm01': link 'bond0' does not exist; add a Bond named 'bond0' or use Link.fromName",
    );
    expect(error).toMatchObject({ name: 'ValidationError', retryable: false });
  });

  test('names the field', () => {
    const error = new PlanError({
      doing: 'connect to',
      host: 'h',
      field: 'port',
      found: 'must be 1 to 65535',
    });
    expect(error.message).toBe("cannot connect to host 'h': 'port': must be 1 to 65535");
  });

  test('is retryable by its class, unless it knows better', () => {
    const fields = { doing: 'x' };
    expect(new TransportError(fields).retryable).toBe(true);
    expect(new TransportError({ ...fields, retryable: false }).retryable).toBe(false);
    for (const Class of [ValidationError, PlanError, RemoteCommandError, VerificationError]) {
      expect(new Class(fields).retryable).toBe(false);
    }
  });

  test('makes visible what a host wrote, and cuts it', () => {
    const found = `\x1b[2J\r\n\u009b\u202e\ud800${'x'.repeat(5000)}`;
    const { message } = new RemoteCommandError({ doing: 'run', host: 'a\x07', found });
    expect(message).toContain("host 'a\\x07': \\x1b[2J\\r\\n\\x9b\\u202e\\ud800xxx");
    expect(message).toContain('(5009 characters)');
    expect(message.length).toBeLessThan(1200);
  });

  test('keeps its cause, and becomes JSON without the stack', () => {
    const cause = new TransportError({
      doing: 'connect to',
      host: 'h',
      code: 'refused',
      cause: new Error('\x1b'),
    });
    const error = new VerificationError({ doing: 'verify', cause });
    expect(error.cause).toBe(cause);
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      name: 'VerificationError',
      message: 'cannot verify',
      doing: 'verify',
      retryable: false,
      cause: {
        name: 'TransportError',
        code: 'refused',
        message: "cannot connect to host 'h'",
        doing: 'connect to',
        host: 'h',
        retryable: true,
        cause: { name: 'Error', message: '\\x1b' },
      },
    });
  });
});
