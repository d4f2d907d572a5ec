import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';

/** The end of its input is the end of this process, unless a line came before it: then the group has ended by itself. */
const guard = 'read -r ended || kill -s KILL -- "-$1"';

/** Kills the group of a program when this process is gone, also by SIGKILL, which no handler sees. A shell waits for that; Windows has none. */
export function endWithProcess(child: ChildProcess): void {
	if (child.pid === undefined || process.platform === 'win32') return;
	const watching = spawn('/bin/sh', ['-c', guard, 'sh', String(child.pid)], {
		detached: true,
		env: {},
		stdio: ['pipe', 'ignore', 'ignore'],
	});
	watching.on('error', () => undefined); // without a shell, a program ends when it notices that its input has ended
	watching.stdin.on('error', () => undefined); // it has ended
	watching.unref();
	(watching.stdin as Socket).unref();
	child.once('close', () => watching.stdin.end('ended\n'));
}
