import { kinds } from '../../constructs/kinds';
import type { Command } from '../command';
import { EXIT } from '../exit-codes';
import { printDocument } from '../output/document';
import { intentJsonSchema } from '../schema/intent-schema';

export const schemaCommand: Command = {
  name: 'schema',
  summary: 'Print the JSON Schema of an intent, every kind with every property',
  examples: ['trunkline schema > intent.schema.json'],

  run({ output }) {
    const schema = intentJsonSchema(kinds);
    if (output.json) {
      const summary = { kinds: kinds.all.map(kind => kind.name) };
      printDocument(output, 'schema', EXIT.done, { summary, schema });
    } else output.raw(`${JSON.stringify(schema, null, 2)}\n`);
    return EXIT.done;
  },
};
