import { release } from 'node:os';

/** The launcher is Node too, and waits with its threads while it becomes the program. */
const threadsOfLauncher = 32;

/**
 * Max processes of a program in its own user namespace. The host kills at a lower number; this stops faster growth. Before Linux 5.14 the kernel
 * counts all processes of the user on the machine, so there is no limit: setrlimit(2).
 */
export function limitProcesses(threads: number, kernel = release()): number | undefined {
	const [major = 0, minor = 0] = kernel.split('.').map(Number);
	return major > 5 || (major === 5 && minor >= 14) ? threads + threadsOfLauncher : undefined;
}
