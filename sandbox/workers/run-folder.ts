import { lstatSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../../core/base/is-running';
import { findPidNamespace } from '../levels/pid-namespace';
import { createTemporaryFolder } from '../levels/temporary-folder';

const prefix = 'troupe-sandbox-';
let isSwept = false;

/** Creates a run's private folder, named after this process. The first call removes folders of killed processes. */
export function createRunFolder(parent = tmpdir()): string {
	const folder = createTemporaryFolder(`${prefix}${findPidNamespace()}-${process.pid}-`, {}, parent);
	if (!isSwept) sweepRunFolders(parent);
	isSwept = true;
	return folder;
}

export function sweepRunFolders(parent: string): void {
	const own = new RegExp(`^${prefix}${findPidNamespace()}-(\\d+)-`);
	for (const name of readdirSync(parent)) {
		const pid = Number(own.exec(name)?.[1] ?? 0);
		if (pid > 0 && !isRunning(pid) && isOurs(join(parent, name))) rmSync(join(parent, name), { recursive: true, force: true });
	}
}

/** Refuses another user's link. */
function isOurs(path: string): boolean {
	const entry = lstatSync(path, { throwIfNoEntry: false });
	return entry?.isDirectory() === true && entry.uid === process.getuid?.();
}
