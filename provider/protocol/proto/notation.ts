/** Messages and enumerations by name. */
type Nested = Record<string, object>;

/** Fields in the notation of .proto files: `{ steps: 'repeated Step = 1' }`. */
export type Fields = Record<string, string>;

const FIELD = /^(repeated |optional )?(?:map<(\w+), ([\w.]+)>|([\w.]+)) = (\d+)$/;

function field(notation: string) {
  const match = FIELD.exec(notation);
  if (!match) throw new Error(`cannot read the protobuf field '${notation}'`);
  const [, label, keyType, valueType, type, id] = match;
  if (keyType) return { keyType, type: valueType!, id: Number(id) };
  const rule = label === 'repeated ' ? 'repeated' : undefined;
  const options = label === 'optional ' ? { proto3_optional: true } : undefined;
  return { type: type!, id: Number(id), ...(rule && { rule }), ...(options && { options }) };
}

export function message(fields: Fields = {}, nested: Nested = {}) {
  const described = Object.entries(fields).map(([name, notation]) => [name, field(notation)]);
  return { fields: Object.fromEntries(described), nested };
}

/** Values are numbered from 0 in the order given. */
export const enumeration = (...names: string[]) => ({
  values: Object.fromEntries(names.map((name, number) => [name, number])),
});

/** The pair every method of tfplugin6 has: `<Method>.Request` and `<Method>.Response`. */
export const call = (request: Fields, response: Fields, nested: Nested = {}) => ({
  nested: { Request: message(request), Response: message(response), ...nested },
});

export const callsOf = (methods: readonly string[]) => ({
  methods: Object.fromEntries(
    methods.map(name => [name, { requestType: `${name}.Request`, responseType: `${name}.Response` }]),
  ),
});
