import { lstatSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTemporaryFolder } from '../levels/temporary-folder';

const prefix = 'troupe-sandbox-';
/** The processes among which a process ID means one of them: containers can share the folder of temporary files. */
const findProcessSpace = (): string => {
	try {
		return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
	} catch {
		return '0'; // This system has no such spaces.
	}
};

let isSwept = false;

/** Creates the private folder of a run, named after this process. The first one removes those of processes that were killed. */
export function createRunFolder(parent = tmpdir()): string {
	const folder = createTemporaryFolder(`${prefix}${findProcessSpace()}-${process.pid}-`, {}, parent);
	if (!isSwept) sweepRunFolders(parent);
	isSwept = true;
	return folder;
}

/** Removes the folders of processes of this user that are gone. */
export function sweepRunFolders(parent: string): void {
	const own = new RegExp(`^${prefix}${findProcessSpace()}-(\\d+)-`);
	for (const name of readdirSync(parent)) {
		const pid = Number(own.exec(name)?.[1] ?? 0);
		if (pid > 0 && !isAlive(pid) && isOurs(join(parent, name))) rmSync(join(parent, name), { recursive: true, force: true });
	}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'ESRCH';
	}
}

/** A link of another user does not lead us elsewhere. */
function isOurs(path: string): boolean {
	const entry = lstatSync(path, { throwIfNoEntry: false });
	return entry?.isDirectory() === true && entry.uid === process.getuid?.();
}
