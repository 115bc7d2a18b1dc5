/** Prints transformer/configuration.schema.json for `npm run docs`; a test fails when the file is out of date. */
import { configurationJsonSchema } from './json-schema.ts';

process.stdout.write(configurationJsonSchema());
