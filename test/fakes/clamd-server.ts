import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** The harmless file that every scanner finds (eicar.org); in two parts, so that none finds it here. */
export const eicar = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

export interface FakeClamd {
	/** `host:port`, or the path of its socket. */
	address: string;
	/** The bytes of each complete stream. */
	scanned: number[];
	close(): Promise<void>;
}

export interface FakeClamdOptions {
	/** StreamMaxLength of clamd.conf. */
	streamMaxLength?: number;
	/** Default: a port of this machine. */
	path?: string;
	/** `silent`: accepts everything without a reply; `gone`: hangs up immediately; `overloaded`: replies as if out of file descriptors. */
	fault?: 'silent' | 'gone' | 'overloaded';
}

/** clamd as ClamAV 1.4 talks: commands of the forms `zCOMMAND\0` and `nCOMMAND\n`, streams in frames, everything else refused. */
export async function startFakeClamd(options: FakeClamdOptions = {}): Promise<FakeClamd> {
	const [scanned, open] = [[] as number[], new Set<Socket>()];
	const server = createServer((socket) => {
		open.add(socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy()));
		if (options.fault === 'gone') socket.destroy();
		else serve(socket, options, scanned);
	});
	await new Promise<void>((resolve) => (options.path ? server.listen(options.path, resolve) : server.listen(0, '127.0.0.1', resolve)));
	return {
		address: options.path ?? `127.0.0.1:${(server.address() as AddressInfo).port}`,
		scanned,
		close: () => closeAll(server, open),
	};
}

function serve(socket: Socket, options: FakeClamdOptions, scanned: number[]): void {
	let received = Buffer.alloc(0);
	socket.on('data', (part) => {
		received = Buffer.concat([received, part]);
		if (options.fault === 'silent') return;
		const answer = answerTo(received, options, scanned);
		if (answer !== undefined) socket.end(answer);
	});
}

/** Undefined while more data is expected. */
function answerTo(
	received: Buffer,
	{ streamMaxLength = 100 * 1024 * 1024, fault }: FakeClamdOptions,
	scanned: number[],
): string | undefined {
	const form = String.fromCharCode(received[0] ?? 0);
	const ending = form === 'z' ? '\0' : '\n';
	const end = received.indexOf(ending);
	if (end < 0) return undefined;
	const command = ['z', 'n'].includes(form) ? received.toString('latin1', 1, end) : '';
	if (command === 'PING') return `PONG${ending}`;
	if (command === 'VERSION') return `ClamAV 1.4.6${ending}`;
	if (command !== 'INSTREAM') return `UNKNOWN COMMAND${ending}`;
	if (fault === 'overloaded') return `INSTREAM: Can't create temporary file ERROR${ending}`;
	const stream = unframe(received.subarray(end + 1), streamMaxLength);
	if (stream === 'too long') return `INSTREAM size limit exceeded. ERROR${ending}`;
	if (!stream) return undefined;
	scanned.push(stream.length);
	return `stream: ${isEicar(stream) ? 'Eicar-Test-Signature FOUND' : 'OK'}${ending}`;
}

/** Reads frames: four bytes of length, big-endian, then as many bytes; length 0 is the last. */
function unframe(bytes: Buffer, max: number): Buffer | 'too long' | undefined {
	const parts: Buffer[] = [];
	let [at, size] = [0, 0];
	while (at + 4 <= bytes.length) {
		const length = bytes.readUInt32BE(at);
		if (length === 0) return Buffer.concat(parts);
		size += length;
		if (size > max) return 'too long';
		if (at + 4 + length > bytes.length) return undefined;
		parts.push(bytes.subarray(at + 4, at + 4 + length));
		at += 4 + length;
	}
	return undefined;
}

/** Matches only the file itself, as the real scanner does, not a text that contains it. */
function isEicar(stream: Buffer): boolean {
	return stream.toString('latin1').trimEnd() === eicar;
}

function closeAll(server: Server, open: Set<Socket>): Promise<void> {
	for (const socket of open) socket.destroy();
	return new Promise((resolve) => server.close(() => resolve()));
}
