import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Environment, readSetting } from '../../core/base/settings';

const fileName = 'instance-id';
const shape = /^[A-Za-z0-9._:-]{1,150}$/;

/**
 * What this machine is called in rollouts and flags: `TROUPE_INSTANCE`, else a name that is made once and kept in Troupe's home, so that
 * all processes that share the home are on the same side, also tomorrow.
 */
export function instanceId(home: string, env?: Environment): string {
	const named = readSetting('TROUPE_INSTANCE', env);
	if (named && shape.test(named)) return named;
	const path = join(home, fileName);
	const kept = read(path);
	if (kept !== undefined) return kept;
	const made = randomUUID();
	try {
		mkdirSync(home, { recursive: true });
		writeFileSync(path, `${made}\n`, { flag: 'wx', mode: 0o644 });
		return made;
	} catch {
		// Another process was first; or nothing can be written there, and then the machine's name stays the same too.
		return read(path) ?? hostname();
	}
}

function read(path: string): string | undefined {
	try {
		const text = readFileSync(path, 'utf8').trim();
		return shape.test(text) ? text : undefined;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
