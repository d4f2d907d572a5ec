import { execFile } from 'node:child_process';
import { verify, type KeyObject } from 'node:crypto';
import { dirname } from 'node:path';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import { readEditedBytes } from '../../core/base/text/read-edited-file';
import { anyObject, closed } from '../../core/base/shape';
import { keyId, list } from '../documents/document-fields';
import { describeMisfit } from '../documents/document-schemas';
import type { Signer } from '../token/signer';
import { parseStrictJson } from '../token/strict-json';
import { deriveKeyId, type KeyRole } from './key-name';
import { loadKey } from '../token/load-key';
import { refuseWritableByOthers } from './private-file';

/** `<name>.signer.json` describes a key that is not in a file. */
const signerDescription = closed({
	/** Default: role and thumbprint, as for keys in files. */
	keyId: Type.Optional(keyId),
	jwk: anyObject(),
	/** Program and arguments, without a shell. */
	command: list(Type.String({ maxLength: 4096 }), 100, 1),
});

const timeoutMs = 60_000;
const maxOutputBytes = 64 * 1024;

interface CommandSigner extends Signer {
	publicKey: KeyObject;
}

/**
 * Signs with an HSM or cloud key service. The command reads the text on standard input and writes the signature (RSASSA-PKCS1-v1_5, SHA-256) as
 * base64 to standard output. The public key must verify it. @throws TroupeError INPUT_INVALID
 */
export function readCommandSigner(path: string, role: KeyRole, limits: { timeoutMs?: number } = {}): CommandSigner {
	const { command, keyId: id, publicKey } = readDescription(path, role);
	return {
		keyId: id,
		publicKey,
		async sign(input) {
			const output = await run(path, command, input, limits.timeoutMs ?? timeoutMs);
			const signature = readSignature(output);
			if (signature !== undefined && verify('RSA-SHA256', input, publicKey, signature)) return signature;
			throw failed(path, `wrote ${output.length} bytes that are not a signature by the key ${id}`, {
				fix: 'Make the command sign standard input with RSASSA-PKCS1-v1_5 and SHA-256, with the key whose public half the file names, and write base64.',
			});
		},
	};
}

function readDescription(path: string, role: KeyRole): { command: string[]; keyId: string; publicKey: KeyObject } {
	refuseWritableByOthers(path);
	let description: Static<typeof signerDescription>;
	try {
		description = parseStrictJson(readEditedBytes(path)) as Static<typeof signerDescription>;
	} catch (cause) {
		throw invalid(path, getErrorMessage(cause), cause);
	}
	const problem = describeMisfit(description, signerDescription);
	if (problem !== null) throw invalid(path, problem);
	const publicKey = loadKey({ use: 'sig', alg: 'RS256', ...description.jwk });
	if (typeof publicKey === 'string') throw invalid(path, `its key ${publicKey}`);
	return { command: description.command, keyId: description.keyId ?? deriveKeyId(role, publicKey), publicKey };
}

/** Bounded in time and output. Standard error may contain confidential text: only its first line is shown, shortened. */
function run(path: string, [program = '', ...args]: string[], input: Uint8Array, timeout: number): Promise<Buffer> {
	// oxlint-disable-next-line no-restricted-properties -- the command gets this whole environment, except the passphrase
	const { TROUPE_KEY_PASSPHRASE: _notForOthers, ...env } = process.env;
	const options = {
		timeout,
		killSignal: 'SIGKILL',
		maxBuffer: maxOutputBytes,
		encoding: 'buffer',
		cwd: dirname(path),
		env,
		windowsHide: true,
	} as const;
	return new Promise((resolve, reject) => {
		const child = execFile(program, args, options, (error, stdout, stderr) => {
			if (error === null) return resolve(stdout);
			const { code, killed } = error;
			const tooMuch = (code as unknown) === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER';
			const slow = killed === true && !tooMuch;
			const why = tooMuch
				? `wrote more than ${maxOutputBytes} bytes`
				: slow
					? `did not end within ${timeout / 1000} s`
					: `ended with ${code ?? 'a signal'}`;
			const [line = ''] = stderr.toString().split('\n');
			reject(failed(path, line === '' ? why : `${why}: ${line.slice(0, 200)}`, { retryable: slow }));
		});
		// The exit code judges a program that does not read its input.
		child.stdin?.on('error', () => undefined);
		child.stdin?.end(input);
	});
}

function readSignature(output: Buffer): Buffer | undefined {
	const text = output.toString('latin1').replace(/\s+/g, '');
	return /^[A-Za-z0-9+/]{300,1400}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function failed(path: string, outcome: string, options: { fix?: string; retryable?: boolean } = {}): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The signing command of ${path} ${outcome}`,
		fix: 'Run the command on its own to find the cause.',
		...options,
		details: { path },
	});
}

function invalid(path: string, problem: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} does not describe a signer: ${problem}`,
		fix: 'Write it as {"jwk": {"kty": "RSA", "n": "…", "e": "AQAB"}, "command": ["program", "argument"]}.',
		cause,
	});
}
