/** The root of trust of `npm start`, which stays what it was when the package was installed. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Pins the root that came with the package in homes of Troupe, so that whoever changes the package later cannot replace its root too. A root that
 * people vouch for stays; a development root is replaced when this command installed a package that it built.
 * @param {{ installed: string, homes: string[], isNew: boolean }} options `isNew`: the package was installed just now
 */
export function pinRoot({ installed, homes, isNew }) {
	const root = readFileSync(join(installed, 'trust/root.jwt'));
	for (const home of homes) {
		const file = join(home, 'trust/root.jwt');
		if (existsSync(file) && !(isNew && isDevelopmentRoot(file))) continue;
		mkdirSync(join(home, 'trust'), { recursive: true, mode: 0o700 });
		writeFileSync(file, root, { mode: 0o600 });
	}
}

function isDevelopmentRoot(file) {
	const [, payload] = readFileSync(file, 'utf8').split('.');
	return JSON.parse(Buffer.from(payload, 'base64url').toString()).development === true;
}
