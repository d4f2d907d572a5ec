import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { createFolder } from '../../core/base/create-folder';
import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';

const fileName = 'instance-id';
const shape = /^[A-Za-z0-9._:-]{1,150}$/;

/** Returns this machine's name in rollouts: `TROUPE_INSTANCE`, else a stored name in Troupe's home, shared by its processes. */
export function instanceId(home: string, env?: Environment): string {
	const named = readSetting('TROUPE_INSTANCE', env);
	if (named && shape.test(named)) return named;
	const path = join(home, fileName);
	const stored = read(path);
	if (stored !== undefined) return stored;
	const created = randomUUID();
	try {
		createFolder(home, 0o700);
		writeFileSync(path, `${created}\n`, { flag: 'wx', mode: 0o600 });
		return created;
	} catch {
		// Another process was first. If the folder is not writable, the host name is stable too.
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
