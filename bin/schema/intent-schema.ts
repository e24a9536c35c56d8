import { z } from 'zod';
import { INTENT_FORMAT, intentSchema } from '../../lib/intent/intent';
import type { AnyKind, Registry } from '../../lib/kind';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a person writes, before defaults are filled in. What JSON Schema cannot say is left open. */
function toJson(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return rest;
}

const kindSchema = ({ name, summary, schema }: AnyKind): JsonSchema => ({
  title: name,
  description: summary,
  ...toJson(schema),
});

/** `if` rather than `oneOf`: an editor then tells what is wrong with a bond, not that it is none of ten kinds. */
const rule = ({ name }: AnyKind): JsonSchema => ({
  if: { properties: { kind: { const: name } }, required: ['kind'] },
  // biome-ignore lint/suspicious/noThenProperty: it is JSON Schema's word
  then: { properties: { props: { $ref: `#/$defs/${name}` } } },
});

/** The JSON Schema of an intent: the document's own shape, and each resource by its kind. */
export function intentJsonSchema(registry: Registry): JsonSchema {
  const { properties, ...document } = toJson(intentSchema) as { properties: Record<string, JsonSchema> };
  const { items, ...list } = properties.resources as JsonSchema & { items: JsonSchema };
  const itemProperties = items.properties as Record<string, JsonSchema>;
  const resource = {
    ...items,
    properties: { ...itemProperties, kind: { enum: registry.all.map(kind => kind.name) } },
    allOf: registry.all.map(rule),
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:trunkline:schema:intent:${INTENT_FORMAT}`,
    title: 'Intent of a host',
    description: 'What one host should be, and how its transactions run.',
    ...document,
    properties: { ...properties, resources: { ...list, items: resource } },
    $defs: Object.fromEntries(registry.all.map(kind => [kind.name, kindSchema(kind)])),
  };
}
