import { readlinkSync } from 'node:fs';

/** Names the namespace of process IDs: containers can share the folder of temporary files. */
export function findPidNamespace(): string {
	try {
		return /\d+/.exec(readlinkSync('/proc/self/ns/pid'))?.[0] ?? '0';
	} catch {
		return '0';
	}
}
