import { closeSync } from 'node:fs';
import type { Libc } from './libc';
import type { SystemCalls } from './system-calls';

const unixDomain = 1;
const stream = 1;
const duplicateFrom = 0;
const firstFree = 32;

export const nameSocket = (descriptor: number): string => `${descriptor}.sock`;

/**
 * Connects descriptors to the host's sockets in the working folder. Each accepts one connection and disappears. Nothing may use this Node's loop
 * afterwards: its descriptors are overwritten.
 */
export function connectToHost(libc: Libc, { numbers, byName }: SystemCalls, descriptors: readonly number[]): void {
	const connected = descriptors.map((descriptor) => {
		const socket = libc.call('socket', byName.socket!, unixDomain, stream, 0);
		libc.call('connect', byName.connect!, socket, ...describeAddress(nameSocket(descriptor)));
		const high = libc.call('fcntl', numbers.fcntl, socket, duplicateFrom, firstFree);
		closeSync(socket);
		return [high, descriptor] as const;
	});
	for (const [high, descriptor] of connected) libc.call('dup3', numbers.dup3, high, descriptor, 0);
}

/** `struct sockaddr_un` and its length. The path is relative: an absolute one can be too long. */
function describeAddress(path: string): [Buffer, number] {
	const address = Buffer.alloc(2 + path.length + 1);
	address.writeUInt16LE(unixDomain, 0);
	address.write(path, 2, 'latin1');
	return [address, address.length];
}
