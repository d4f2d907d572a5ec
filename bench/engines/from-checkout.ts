import { createRequire } from 'node:module';
import { join } from 'node:path';

/** A development dependency as it is installed, and not from the bundle: it finds its own files and versions beside it. */
export const fromCheckout = createRequire(join(process.cwd(), 'package.json'));
