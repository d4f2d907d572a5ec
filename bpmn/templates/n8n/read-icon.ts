import { existsSync, readFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import type { NodeDescription } from './node-description';

/** Each diagram contains the icons of its tasks. */
const maxBytes = 64 * 1024;
const mediaTypes: Record<string, string> = { '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg' };

/** Returns the icon of a node as a data URL. Undefined if its package has no file for it, or a very large one. */
export function readIcon({ iconUrl }: NodeDescription, packageName: string, folder: string): string | undefined {
	const path = typeof iconUrl === 'object' ? iconUrl.light : iconUrl;
	const start = `icons/${packageName}/`;
	if (!path?.startsWith(start)) return undefined;
	const file = join(folder, path.slice(start.length));
	const mediaType = mediaTypes[extname(file).toLowerCase()];
	if (!mediaType || relative(folder, file).startsWith('..') || !existsSync(file)) return undefined;
	const bytes = readFileSync(file);
	return bytes.length > maxBytes ? undefined : `data:${mediaType};base64,${bytes.toString('base64')}`;
}
