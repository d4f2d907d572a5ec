import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isTroupeError, getErrorMessage, TroupeError } from '../../../core/base/errors';
import { troupeHome } from '../../../core/base/home';
import { type Role, roles } from '../../../manifests/documents/documents';
import type { RootDocument } from '../../../manifests/documents/root-document';
import { readPublicKeys, readSigner, readSigners } from '../../../manifests/keys/key-files';
import { createKeyPair, createKeys, type PublicKeyFile } from '../../../manifests/keys/create-keys';
import { draftNextRoot } from '../../../manifests/keys/rotate-root';
import { signRoot, type SignedRoot } from '../../../manifests/keys/sign-root';
import { listActiveKeys } from '../../../manifests/token/key-ring';
import { isoTime } from '../../../manifests/token/refused-token';
import { parseStrictJson } from '../../../manifests/token/strict-json';
import { parseRoot, type RootBytes } from '../../../manifests/trust/root/root-edition';
import { writeAtomically } from '../../../manifests/write-file';
import { newPassphrase, readPassphrase } from '../../terminal/passphrase';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { describeReadFault } from '../../terminal/system-errors';

export interface CreateOptions {
	into?: string;
	rootKeys?: number;
	threshold?: number;
	author: string[];
	approver: string[];
	approvals?: number;
	role?: Role;
	owner?: string;
	development?: boolean;
	replace?: boolean;
	json?: boolean;
}

export interface RotateOptions {
	root: string;
	output: string;
	keys?: string;
	add: string[];
	retire: string[];
	remove: string[];
	revoke: string[];
	threshold: Partial<Record<Role, number>>;
	days: number;
	json?: boolean;
}

export interface SignRootOptions {
	keys: string;
	key?: string;
	previous?: string;
	json?: boolean;
}

export interface ShowOptions {
	json?: boolean;
}

export async function createKeysAction(options: CreateOptions, terminal: Terminal): Promise<ExitCode> {
	const into = resolve(options.into ?? join(troupeHome(terminal.environment), 'keys'));
	const { role, owner, replace, development = false, rootKeys, threshold, approvals } = options;
	if (role === undefined && owner !== undefined) throw wrongUse('--owner belongs to one key', 'Specify its role with --role.');
	const passphrase = await newPassphrase(terminal);
	if (role !== undefined) {
		const pair = await createKeyPair({ into, role, owner, replace, passphrase });
		if (options.json) terminal.print(JSON.stringify(pair));
		terminal.note(`Created the key ${pair.keyId} in ${pair.path}.`);
		terminal.note(`Give ${pair.publicFile} to the people who make the next edition of the root: \`troupe manifest keys rotate --add\`.`);
	} else {
		const people = { authors: options.author, approvers: options.approver };
		const created = await createKeys({
			into,
			development,
			replace,
			passphrase,
			rootKeys,
			threshold,
			approvals,
			...people,
			nowMs: Date.now(),
		});
		if (options.json) terminal.print(JSON.stringify(created));
		const made = created.keys.map((key) => `${key.role}${key.owner === undefined ? '' : ` of ${printable(key.owner)}`}`);
		terminal.note(`Created the keys of ${made.join(', ')} in ${into}, and the root ${created.root}.`);
		terminal.note(
			development
				? 'This is a development root: a machine created it, and no person vouches for it.'
				: 'Keep the root keys offline; give the keys of authors and approvers to different people; pin root.jwt wherever Troupe runs.',
		);
	}
	if (!passphrase)
		terminal.note('They are not encrypted: only their file permissions protect them. Set TROUPE_KEY_PASSPHRASE to encrypt them.');
	return 0;
}

export async function rotateAction(options: RotateOptions, terminal: Terminal): Promise<ExitCode> {
	const out = resolve(options.output);
	if (existsSync(out)) throw wrongUse(`${out} already exists`, 'With --output, specify a file that does not exist yet.');
	const previous = readRoot(options.root);
	const { add, retire, remove, revoke, threshold: thresholds, days } = options;
	const changes = { add: add.map(readPublicKey), retire, remove, revoke, thresholds, days, nowMs: Date.now() };
	const { payload } = draftRoot(previous, changes);
	const edition = { name: out, bytes: Buffer.from(payload) };
	const signers =
		options.keys === undefined
			? []
			: readSigners(resolve(options.keys), 'root', await readPassphrase(resolve(options.keys), 'root', terminal));
	const signed = await signRoot({ edition, previous, signers });
	writeAtomically(out, signed.tokens === '' ? payload : signed.tokens);
	tellSigned(out, signed, options, terminal);
	return 0;
}

export async function signRootAction(file: string, options: SignRootOptions, terminal: Terminal): Promise<ExitCode> {
	const edition = readRoot(file);
	const folder = resolve(options.keys);
	const passphrase = await readPassphrase(folder, 'root', terminal);
	const signers =
		options.key === undefined ? readSigners(folder, 'root', passphrase) : [readSigner(folder, 'root', { passphrase, name: options.key })];
	if (signers.length === 0) throw wrongUse(`There is no root key in ${folder}`, 'With --keys, specify the folder of a root key.');
	const previous = options.previous === undefined ? undefined : readRoot(options.previous);
	const signed = await signRoot({ edition, previous, signers });
	writeAtomically(edition.name, signed.tokens);
	tellSigned(edition.name, signed, options, terminal);
	if (previous === undefined && signed.version > 1)
		terminal.note('Missing signatures of the previous edition were not counted. To count them, specify it with --previous.');
	return signed.missing.byItself + signed.missing.byPrevious === 0 ? 0 : 1;
}

/** Reports an invalid root as a mistake in the options, not in a document. @param fix names options of the command at hand */
export function draftRoot(
	previous: Parameters<typeof draftNextRoot>[0],
	changes: Parameters<typeof draftNextRoot>[1],
	fix = 'Specify other keys with --add, --retire, --remove and --revoke, or another --threshold.',
): ReturnType<typeof draftNextRoot> {
	try {
		return draftNextRoot(previous, changes);
	} catch (error) {
		if (!isTroupeError(error) || error.code !== 'TOKEN_INVALID') throw error;
		throw wrongUse(error.message, fix, error);
	}
}

export async function showAction(target: string | undefined, options: ShowOptions, terminal: Terminal): Promise<ExitCode> {
	const path = resolve(target ?? join(troupeHome(terminal.environment), 'keys'));
	if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
		const keys = readPublicKeys(path, await readPassphrase(path, 'any', terminal));
		if (options.json) terminal.print(JSON.stringify(keys));
		else for (const { role, jwk, path: file } of keys) terminal.print(`${role}\t${jwk.kid}\t${file}`);
		return 0;
	}
	const { claimed, tokens } = parseRoot(readRoot(path));
	const signedBy = tokens.map(({ keyId }) => keyId);
	if (options.json) terminal.print(JSON.stringify({ ...claimed, signedBy }));
	else for (const line of rootLines(claimed)) terminal.print(line);
	terminal.note(`Edition ${claimed.ver}, with the signatures of ${signedBy.join(', ')}. They were not verified.`);
	return 0;
}

function rootLines(root: RootDocument): string[] {
	const { roles: held, owners = {}, retiredKeys = {}, revokedKeyIds = [] } = root;
	const lines = roles.flatMap((role) =>
		held[role].keyIds.map((keyId) => {
			const rule = `${held[role].threshold} of ${listActiveKeys(root, role).length}`;
			const retiredAt = retiredKeys[keyId];
			return `${role}\t${keyId}\t${printable(owners[keyId] ?? '')}\t${retiredAt === undefined ? rule : `retired ${isoTime(retiredAt)}`}`;
		}),
	);
	return [...lines, ...revokedKeyIds.map((keyId) => `revoked\t${keyId}`)];
}

export function tellSigned(file: string, signed: SignedRoot, { json }: { json?: boolean }, terminal: Terminal): void {
	const { version, signedBy, missing, document } = signed;
	if (json) terminal.print(JSON.stringify({ file, version, signedBy, missing }));
	terminal.note(
		`Edition ${version} of the root, in ${file}: ${signedBy.length === 0 ? 'not signed yet' : `signed by ${signedBy.join(', ')}`}.`,
	);
	for (const line of rootLines(document)) terminal.note(`  ${line}`);
	const { byPrevious, byItself } = missing;
	terminal.note(
		byPrevious + byItself === 0
			? 'No signature is missing.'
			: `Missing: ${byPrevious} signatures by keys of the previous edition, ${byItself} by keys of this one (a key of both counts for both). Next holder: \`troupe manifest keys sign-root\`.`,
	);
}

export function readRoot(path: string): RootBytes {
	try {
		return { name: resolve(path), bytes: readFileSync(path) };
	} catch (cause) {
		throw wrongUse(
			`The root ${path} cannot be read: ${describeReadFault(cause)}`,
			'Specify a file that contains an edition of the root.',
			cause,
		);
	}
}

export function readPublicKey(path: string): PublicKeyFile {
	try {
		const { role, owner, jwk } = parseStrictJson(readFileSync(path)) as PublicKeyFile;
		if (!roles.includes(role) || typeof jwk !== 'object') throw new Error('it has no role and jwk');
		return { role, owner, jwk };
	} catch (cause) {
		throw wrongUse(
			`${path} is not a public key: ${getErrorMessage(cause)}`,
			'Specify the file that `troupe manifest keys create --role` wrote.',
			cause,
		);
	}
}

const wrongUse = (message: string, fix: string, cause?: unknown) => new TroupeError({ code: 'INPUT_INVALID', message, fix, cause });
