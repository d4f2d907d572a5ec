import { existsSync, readFileSync } from 'node:fs';

/**
 * Ends a process group whose parent was killed. A process id that was reused is left alone.
 * @param {number} pid of the group's leader
 * @param {string} marker that its command line contains
 * @returns {boolean} whether it was there
 */
export function endLeftover(pid, marker) {
	const commandLine = `/proc/${pid}/cmdline`;
	if (!existsSync(commandLine) || !readFileSync(commandLine, 'utf8').replaceAll('\0', ' ').includes(marker)) return false;
	process.kill(-pid, 'SIGKILL');
	return true;
}
