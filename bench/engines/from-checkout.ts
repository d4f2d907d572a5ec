import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Loads a development dependency from node_modules instead of the bundle, so that it finds its own files. */
export const fromCheckout = createRequire(join(process.cwd(), 'package.json'));
