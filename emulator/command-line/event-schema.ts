/** User events and workflows in an account file: a misspelt key would be an objection that nobody raises, so it is refused. */
import { z } from 'zod';

const values = z.record(z.string(), z.unknown());
const error = z.strictObject({ name: z.string(), message: z.string() });
const contexts = z
  .array(z.enum(['SCHEDULED', 'MAPREDUCE', 'RESTLET', 'SUITELET', 'USERINTERFACE', 'CSVIMPORT']))
  .optional();

const oneCondition = z.strictObject({
  field: z.string(),
  is: z.unknown().optional(),
  isNot: z.unknown().optional(),
  changed: z.boolean().optional(),
});
const condition = z.union([oneCondition, z.array(oneCondition)]).optional();

export const USER_EVENTS = z.array(
  z.strictObject({
    name: z.string().optional(),
    record: z.union([z.string(), z.array(z.string())]),
    event: z.enum(['beforeLoad', 'beforeSubmit', 'afterSubmit']),
    when: z.array(z.enum(['create', 'copy', 'edit', 'xedit', 'delete'])).optional(),
    contexts,
    condition,
    times: z.number().int().optional(),
    throws: error.optional(),
    sets: values.optional(),
    setsLines: z.strictObject({ sublist: z.string(), where: values.optional(), values }).optional(),
    changesMeanwhile: values.optional(),
    submits: values.optional(),
  }),
);

export const WORKFLOWS = z.array(
  z.strictObject({
    name: z.string().optional(),
    record: z.string(),
    contexts,
    states: z.array(
      z.strictObject({
        name: z.string().optional(),
        condition,
        locks: z.boolean().optional(),
        onEntry: z.strictObject({ sets: values.optional(), throws: error.optional() }).optional(),
      }),
    ),
  }),
);
