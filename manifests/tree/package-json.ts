import canonicalize from 'canonicalize';
import { parseStrictJson } from '../token/strict-json';

/** Fields that n8n removes when it installs a package, or npm when it packs one. None of them decides which code runs. */
const droppedFields = ['devDependencies', 'peerDependencies', 'peerDependenciesMeta', 'optionalDependencies'];

/**
 * Returns the bytes of package.json to hash: canonical JSON (RFC 8785) without the fields that n8n removes, because n8n rewrites the file.
 * @throws Error when it is not a JSON object with one meaning
 */
export function canonicalPackageJson(bytes: Uint8Array): Buffer {
	const fields = parseStrictJson(bytes);
	if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw new Error('package.json is not an object');
	const remaining = Object.fromEntries(Object.entries(fields).filter(([name]) => !droppedFields.includes(name)));
	return Buffer.from(canonicalize(remaining) ?? '');
}
