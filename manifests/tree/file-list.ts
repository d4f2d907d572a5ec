import { createHash } from 'node:crypto';
import { getErrorMessage } from '../../core/base/errors';
import { findMisfit } from '../documents/document-schemas';
import { type DetachedFileList, fileList, type ManifestFile } from '../documents/package-manifest';
import { refusedToken } from '../token/refused-token';
import { oneMeaning, parseStrictJson } from '../token/strict-json';

/** Max files in a third-party manifest itself. */
export const maxFilesInToken = 1_000;
export const maxListBytes = 2 ** 25;

/** Canonical JSON (RFC 8785), sorted by path. Its SHA-256 represents the whole tree. */
export function fileListText(files: readonly ManifestFile[]): string {
	const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
	// Canonical JSON sorts names. Texts and whole numbers are the same as with JSON.stringify.
	return JSON.stringify(sorted.map(({ path, sha256, size }) => ({ path, sha256, size })));
}

export const treeSha256 = (files: readonly ManifestFile[]): string => computeSha256(fileListText(files));

export function detach(files: readonly ManifestFile[]): { fileList: DetachedFileList; text: string } {
	const text = fileListText(files);
	return { text, fileList: { sha256: computeSha256(text), size: Buffer.byteLength(text), count: files.length } };
}

/** The bytes must match the manifest's hash. @throws TroupeError TOKEN_INVALID */
export function readFileList(
	name: string,
	bytes: Uint8Array,
	expected: Omit<DetachedFileList, 'count'> & Partial<DetachedFileList>,
): ManifestFile[] {
	const actual = { size: bytes.length, sha256: computeSha256(bytes) };
	if (actual.size !== expected.size || actual.sha256 !== expected.sha256) {
		const reason = `its SHA-256 is ${actual.sha256}, but the manifest names ${expected.sha256}`;
		throw refusedToken(name, 'signature', reason, { expected: expected.sha256, actual: actual.sha256 });
	}
	const files = parse(name, bytes);
	const wrong = findMisfit(files, fileList);
	if (wrong !== null) throw refusedToken(name, 'schema', wrong.problem, { expected: wrong.expected, actual: wrong.actual });
	const list = files as ManifestFile[];
	if (expected.count !== undefined && list.length !== expected.count)
		throw refusedToken(name, 'schema', `it lists ${list.length} files, but the manifest names ${expected.count}`, {
			expected: expected.count,
			actual: list.length,
		});
	return list;
}

function parse(name: string, bytes: Uint8Array): unknown {
	try {
		return parseStrictJson(bytes);
	} catch (error) {
		throw refusedToken(name, 'json', getErrorMessage(error), { expected: oneMeaning, actual: getErrorMessage(error) });
	}
}

export function computeSha256(content: string | Uint8Array): string {
	return createHash('sha256').update(content).digest('hex');
}
