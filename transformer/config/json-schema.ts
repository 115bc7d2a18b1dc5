/** The schema of the configuration file for editors, made from the one that the program checks with. */
import { z } from 'zod';
import { fileSchema } from './tenants.ts';

export function configurationJsonSchema(): string {
  const schema = z.toJSONSchema(fileSchema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      delete jsonSchema.required; // what is missing here can come from the environment
      const editor = z.globalRegistry.get(zodSchema)?.editor;
      if (!editor) return;
      delete jsonSchema.enum;
      Object.assign(jsonSchema, editor, { editor: undefined });
    },
  });
  const title = { title: 'Configuration of the transformer' };
  return `${JSON.stringify({ ...schema, ...title }, null, 2)}\n`;
}
