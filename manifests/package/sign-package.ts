import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { getErrorMessage, TroupeError } from '../../core/base/errors';
import type { Capabilities } from '../../core/ports/capabilities/capabilities';
import { describeMisfit } from '../documents/document-schemas';
import { packageContents, type PackageContents, type PackageManifest } from '../documents/package-manifest';
import { contentsFile, manifestFileName, manifestsFolderName } from '../documents/documents';
import { hashTree } from '../tree/hash-tree';
import { readSigner } from '../keys/key-files';
import { SeenFiles } from '../tree/seen-files';
import { signDocument } from '../token/sign-token';
import { parseMarkedJson } from '../token/strict-json';
import { writeAtomically } from '../write-file';

interface SignRequest {
	packageFolder: string;
	keysFolder: string;
	passphrase?: string;
	keyName?: string;
	into?: string;
	covers: string[];
	unlistedAgents: PackageManifest['unlistedAgents'];
	n8n?: string;
	notes?: string;
	/** Absent: unrestricted. */
	permissions?: Capabilities;
	days: number;
	nowMs: number;
}

export interface SignedPackage {
	path: string;
	package: PackageManifest['package'];
	sha256: string;
	keyId: string;
	files: number;
}

/**
 * Signs the declared contents and the hash of every file. @throws TroupeError INPUT_INVALID, INPUT_TOO_LARGE, MANIFEST_TAMPERED for files that no
 * manifest can list
 */
export async function signPackage(request: SignRequest): Promise<SignedPackage> {
	const { packageFolder, covers, unlistedAgents, n8n, notes, permissions, days, nowMs } = request;
	const signer = readSigner(request.keysFolder, 'author', { passphrase: request.passphrase, name: request.keyName });
	refuseKeysInside(request);
	const identity = readIdentity(packageFolder);
	const contents = readContents(packageFolder);
	const files = await hashTree(packageFolder, covers, new SeenFiles());
	if (!files.some(({ path }) => path === 'package.json'))
		throw invalid('The covered entries leave out package.json', 'Add it to --covers.');
	const document = {
		ver: 1,
		...contents,
		package: identity,
		...(n8n && { n8n }),
		...(notes && { notes }),
		unlistedAgents,
		covers,
		...(permissions && { permissions }),
		files,
	};
	const token = await signDocument('troupe-manifest+jwt', document, signer, { nowMs, days });
	const sha256 = createHash('sha256').update(token).digest('hex');
	const path =
		request.into === undefined ? join(packageFolder, manifestFileName) : join(request.into, manifestsFolderName, `${sha256}.jwt`);
	writeAtomically(path, token);
	return { path, package: identity, sha256, keyId: signer.keyId, files: files.length };
}

/** Keys among the covered files would be published. @throws TroupeError INPUT_INVALID */
export function refuseKeysInside({
	packageFolder,
	keysFolder,
	covers,
}: Pick<SignRequest, 'packageFolder' | 'keysFolder' | 'covers'>): void {
	const inside = relative(packageFolder, keysFolder);
	const [entry = ''] = inside.split(sep);
	if (isAbsolute(inside) || entry === '..' || !(covers.includes('.') || covers.includes(entry))) return;
	throw invalid(
		`The keys in ${keysFolder} are among the files of the package`,
		'Move the keys out of the signed files, and specify their folder with --keys; or list the entries to sign, without the keys, with --covers.',
	);
}

function readIdentity(packageFolder: string): PackageManifest['package'] {
	const { name, version } = readJson(join(packageFolder, 'package.json'), 'Specify the folder of a package.') as Record<string, unknown>;
	if (typeof name === 'string' && typeof version === 'string') return { name, version };
	throw invalid(`${join(packageFolder, 'package.json')} must contain a name and a version`, 'Specify the folder of a package.');
}

function readContents(packageFolder: string): PackageContents {
	const path = join(packageFolder, contentsFile);
	const contents = readJson(path, 'Build the package first: `npm run build`.');
	const problem = describeMisfit(contents, packageContents);
	if (problem !== null)
		throw invalid(`${path} does not describe the package's contents: ${problem}`, 'Build the package again: `npm run build`.');
	return contents as PackageContents;
}

function readJson(path: string, fix: string): unknown {
	if (!existsSync(path)) throw invalid(`${path} does not exist`, fix);
	try {
		return parseMarkedJson(readFileSync(path));
	} catch (cause) {
		throw invalid(`${path} cannot be read: ${getErrorMessage(cause)}`, fix, cause);
	}
}

function invalid(message: string, fix: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'INPUT_INVALID', message, fix, cause });
}
