import { createHash } from 'node:crypto';
import { messageOf } from '../../core/base/errors';
import { fileListSchema, misfitOf } from '../documents/document-schemas';
import type { DetachedFileList, ManifestFile } from '../documents/documents';
import { refusedToken } from '../token/refused-token';
import { oneMeaning, parseStrictJson } from '../token/strict-json';

/** Files that a manifest lists by itself; a token of 256 KiB holds no more. */
export const mostFilesInToken = 1_000;
/** Bytes of the longest list that is read. */
export const maximumListBytes = 2 ** 25;

/** The one text of a list of files: canonical JSON (RFC 8785), by path. Its SHA-256 stands for the whole tree. */
export function fileListText(files: readonly ManifestFile[]): string {
	const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
	// The names of a canonical object are sorted; texts and whole numbers are written as JSON.stringify writes them.
	return JSON.stringify(sorted.map(({ path, sha256, size }) => ({ path, sha256, size })));
}

/** SHA-256 of a tree's list of files, hex. */
export const treeSha256 = (files: readonly ManifestFile[]): string => sha256Of(fileListText(files));

/** What a manifest says of a list that is kept beside it. */
export function detach(files: readonly ManifestFile[]): { fileList: DetachedFileList; text: string } {
	const text = fileListText(files);
	return { text, fileList: { sha256: sha256Of(text), size: Buffer.byteLength(text), count: files.length } };
}

/**
 * The files of a detached list, if the bytes are the ones that the manifest names.
 * @throws TroupeError TOKEN_INVALID
 */
export function readFileList(
	name: string,
	bytes: Uint8Array,
	expected: Omit<DetachedFileList, 'count'> & Partial<DetachedFileList>,
): ManifestFile[] {
	const actual = { size: bytes.length, sha256: sha256Of(bytes) };
	if (actual.size !== expected.size || actual.sha256 !== expected.sha256) {
		const reason = `its SHA-256 is ${actual.sha256}, the manifest names ${expected.sha256}`;
		throw refusedToken(name, 'signature', reason, { expected: expected.sha256, actual: actual.sha256 });
	}
	const files = parse(name, bytes);
	const wrong = misfitOf(files, fileListSchema);
	if (wrong !== null) throw refusedToken(name, 'schema', wrong.problem, { expected: wrong.expected, actual: wrong.actual });
	const list = files as ManifestFile[];
	if (expected.count !== undefined && list.length !== expected.count)
		throw refusedToken(name, 'schema', `it names ${list.length} files, the manifest ${expected.count}`, {
			expected: expected.count,
			actual: list.length,
		});
	return list;
}

function parse(name: string, bytes: Uint8Array): unknown {
	try {
		return parseStrictJson(bytes);
	} catch (error) {
		throw refusedToken(name, 'json', messageOf(error), { expected: oneMeaning, actual: messageOf(error) });
	}
}

function sha256Of(content: string | Uint8Array): string {
	return createHash('sha256').update(content).digest('hex');
}
