import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** SHA-256 of the files that are deployed: of the list of their names and hashes, in the order of the names. */
export function hashFiles(files: ReadonlyArray<{ name: string; content: string }>): string {
	const listed = files.map(({ name, content }) => ({ name, sha256: sha256(content) }));
	return sha256(canonicalize(listed.toSorted((one, other) => (one.name < other.name ? -1 : 1)))!);
}
