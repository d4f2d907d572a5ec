import { statSync } from 'node:fs';
import { TroupeError } from '../../../core/base/errors';
import { readEditedBytes } from '../../../core/base/text/read-edited-file';
import { maxKeySetBytes, readKeySet } from '../../../manifests/token/key-set';
import { verifyJwt, maxJwtBytes } from '../../../manifests/token/verify-jwt';
import type { ExitCode } from '../../terminal/report-error';
import type { Terminal } from '../../terminal/terminal';
import { describeReadFault } from '../../terminal/system-errors';

export interface CheckTokenOptions {
	keys: string;
	type?: string;
	issuer?: string;
	audience?: string;
	/** Seconds since the epoch. */
	now?: number;
	/** Milliseconds. */
	maxLifetime?: number;
}

/** @throws TroupeError TOKEN_INVALID when it is refused, INPUT_INVALID when there is no key set to judge it by */
export async function checkTokenAction(options: CheckTokenOptions, terminal: Terminal): Promise<ExitCode> {
	const keys = readKeySet(options.keys, readKeySetFile(options.keys));
	const { claims } = verifyJwt('The token', await readToken(terminal), keys, {
		nowMs: options.now === undefined ? Date.now() : options.now * 1000,
		type: options.type,
		issuer: options.issuer,
		audience: options.audience,
		maxLifetimeSeconds: options.maxLifetime === undefined ? undefined : options.maxLifetime / 1000,
	});
	terminal.print(JSON.stringify(claims));
	return 0;
}

function readKeySetFile(path: string): Buffer {
	try {
		const { size } = statSync(path);
		if (size > maxKeySetBytes) throw new Error(`it has ${size} bytes; at most ${maxKeySetBytes} are allowed`);
		return readEditedBytes(path);
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `The key set ${path} cannot be read: ${describeReadFault(cause)}`,
			fix: 'With --keys, specify a file that contains {"keys": […]} (RFC 7517).',
			cause,
		});
	}
}

/** All of standard input but one line break at its end, which shells add. No more is read than it takes to see that it is too long. */
async function readToken({ input }: Terminal): Promise<Uint8Array> {
	const pieces: Uint8Array[] = [];
	let length = 0;
	for await (const piece of input()) {
		pieces.push(piece);
		length += piece.length;
		if (length > maxJwtBytes + 1) break;
	}
	const bytes = Buffer.concat(pieces);
	return bytes.at(-1) === 0x0a ? bytes.subarray(0, -1) : bytes;
}
