import { release } from 'node:os';

/** The launcher is Node too, and waits with its threads while it becomes the program. */
const threadsOfLauncher = 32;

/**
 * Returns the max of processes for a program in a user namespace of its own. The host looks and kills for less; this stops what multiplies faster
 * than the host can look. Before Linux 5.14 the kernel counts all processes of the user on the machine, so there is none: setrlimit(2).
 */
export function limitProcesses(threads: number, kernel = release()): number | undefined {
	const [major = 0, minor = 0] = kernel.split('.').map(Number);
	return major > 5 || (major === 5 && minor >= 14) ? threads + threadsOfLauncher : undefined;
}
