import { spawn } from 'node:child_process';

/**
 * Reads one line, which says that the group has ended. The end of the input means that the launcher is gone, however it ended: then the group
 * gets SIGTERM and, 8 seconds later, SIGKILL.
 */
const guard = `
	read -r ended && exit
	kill -s TERM -- "-$1" || exit
	for tenth in $(seq 80); do kill -s 0 -- "-$1" || exit; sleep 0.1; done
	kill -s KILL -- "-$1"
`;

/**
 * Ends the process group of a child when this process is gone, also by SIGKILL, which no handler sees. A shell waits for that.
 * @param {import('node:child_process').ChildProcess} child the leader of its group
 */
export function endWithLauncher(child) {
	if (!child.pid) return;
	const watching = spawn('/bin/sh', ['-c', guard, 'sh', String(child.pid)], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
	watching.on('error', () => undefined); // without a shell, the next start ends what is left
	watching.stdin.on('error', () => undefined); // it has ended
	watching.unref();
	/** @type {import('node:net').Socket} */ (watching.stdin).unref();
	child.once('close', () => watching.stdin.end('ended\n'));
}
