import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Returns the path, or the nearest of its parents that exists. */
export const findExisting = (path: string): string => (existsSync(path) || path === dirname(path) ? path : findExisting(dirname(path)));
