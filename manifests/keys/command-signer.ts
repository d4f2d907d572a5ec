import { execFile } from 'node:child_process';
import { verify, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, TroupeError } from '../../core/base/errors';
import { misfit } from '../documents/document-schemas';
import type { Signer } from '../token/signer';
import { parseStrictJson } from '../token/strict-json';
import { keyIdOf, type KeyRole } from './key-name';
import { loadKey } from '../token/load-key';
import { refuseWritableByOthers } from './private-file';

/** What `<name>.signer.json` says of a key that no file holds. */
interface SignerDescription {
	/** Default: role and thumbprint, as for keys in files. */
	keyId?: string;
	/** The public half; `use` and `alg` may be left out. */
	jwk: Record<string, unknown>;
	/** Program and arguments; no shell reads them. */
	command: string[];
}

const descriptionSchema = {
	type: 'object',
	properties: {
		keyId: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' },
		jwk: { type: 'object' },
		command: { type: 'array', items: { type: 'string', maxLength: 4096 }, minItems: 1, maxItems: 100 },
	},
	required: ['jwk', 'command'],
	additionalProperties: false,
};

const timeoutMs = 60_000;
const mostOutput = 64 * 1024;

interface CommandSigner extends Signer {
	publicKey: KeyObject;
}

/**
 * A signer in an HSM or a cloud's key service: the command gets what is to be signed on standard input and writes the signature
 * (RSASSA-PKCS1-v1_5, SHA-256) to standard output as base64. Nothing is used that the public key does not confirm.
 * @throws TroupeError INPUT_INVALID
 */
export function readCommandSigner(path: string, role: KeyRole, limits: { timeoutMs?: number } = {}): CommandSigner {
	const { command, keyId, publicKey } = readDescription(path, role);
	return {
		keyId,
		publicKey,
		async sign(input) {
			const output = await run(path, command, input, limits.timeoutMs ?? timeoutMs);
			const signature = readSignature(output);
			if (signature !== undefined && verify('RSA-SHA256', input, publicKey, signature)) return signature;
			throw failed(path, `wrote ${output.length} bytes that are no signature by the key ${keyId}`, {
				fix: 'It has to sign standard input by RSASSA-PKCS1-v1_5 with SHA-256, with the key whose public half the file names, and write base64.',
			});
		},
	};
}

function readDescription(path: string, role: KeyRole): { command: string[]; keyId: string; publicKey: KeyObject } {
	refuseWritableByOthers(path);
	let description: SignerDescription;
	try {
		description = parseStrictJson(readFileSync(path)) as SignerDescription;
	} catch (cause) {
		throw invalid(path, messageOf(cause), cause);
	}
	const problem = misfit(description, descriptionSchema);
	if (problem !== null) throw invalid(path, problem);
	const publicKey = loadKey({ use: 'sig', alg: 'RS256', ...description.jwk });
	if (typeof publicKey === 'string') throw invalid(path, `its key ${publicKey}`);
	return { command: description.command, keyId: description.keyId ?? keyIdOf(role, publicKey), publicKey };
}

/** Bounded in time and output. What it says on standard error may hold what nobody should read: its first line is told, shortened. */
function run(path: string, [program = '', ...args]: string[], input: Uint8Array, timeout: number): Promise<Buffer> {
	const { TROUPE_KEY_PASSPHRASE: _notForOthers, ...env } = process.env;
	const options = {
		timeout,
		killSignal: 'SIGKILL',
		maxBuffer: mostOutput,
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
				? `wrote more than ${mostOutput} bytes`
				: slow
					? `did not end within ${timeout / 1000} s`
					: `ended with ${code ?? 'a signal'}`;
			const [line = ''] = stderr.toString().split('\n');
			reject(failed(path, line === '' ? why : `${why}: ${line.slice(0, 200)}`, { retryable: slow }));
		});
		// A program that does not read is judged by how it ends.
		child.stdin?.on('error', () => undefined);
		child.stdin?.end(input);
	});
}

function readSignature(output: Buffer): Buffer | undefined {
	const text = output.toString('latin1').replace(/\s+/g, '');
	return /^[A-Za-z0-9+/]{300,1400}={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
}

function failed(path: string, what: string, options: { fix?: string; retryable?: boolean } = {}): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `The signing command of ${path} ${what}`,
		fix: 'Run the command by itself to see why.',
		...options,
		details: { path },
	});
}

function invalid(path: string, problem: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${path} describes no signer: ${problem}`,
		fix: 'Write it as {"jwk": {"kty": "RSA", "n": "…", "e": "AQAB"}, "command": ["program", "argument"]}.',
		cause,
	});
}
