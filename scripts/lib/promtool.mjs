import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheFolder } from './cached-folder.mjs';
import { ensureTexts } from './text-package.mjs';

const version = 'of-the-release';
const cached = join(cacheFolder(), `texts/debian-prometheus-${version}/usr/bin`);

/** Returns Prometheus's own checker of metrics and rules: of this machine, or the fetched one. Undefined where there is none. */
export function findPromtool() {
	const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', cached];
	return folders.map((folder) => join(folder, 'promtool')).find((place) => existsSync(place));
}

/**
 * Fetches Debian's package of it into the user's cache folder (19 MB), unless there is one.
 * @param {{ progress: import('./progress.mjs').Progress }} options
 * @throws {import('./setup-error.mjs').SetupError}
 */
export async function ensurePromtool({ progress }) {
	if (findPromtool() === undefined) await ensureTexts({ registry: 'debian', name: 'prometheus', version, progress });
}
