import { existsSync, readFileSync } from 'node:fs';

/**
 * Ends a process group whose parent was killed before it could. A number that belongs to something else by now is left alone.
 * @param {number} pid of the group's leader
 * @param {string} marker that its command line holds
 * @returns {boolean} whether it was there
 */
export function endLeftover(pid, marker) {
	const commandLine = `/proc/${pid}/cmdline`;
	if (!existsSync(commandLine) || !readFileSync(commandLine, 'utf8').replaceAll('\0', ' ').includes(marker)) return false;
	process.kill(-pid, 'SIGKILL');
	return true;
}
