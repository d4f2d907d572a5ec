import canonicalize from 'canonicalize';
import { parseStrictJson } from '../token/strict-json';

/** Fields that n8n drops when it installs a package, and npm when it packs one; none decides which code runs. */
const droppedFields = ['devDependencies', 'peerDependencies', 'peerDependenciesMeta', 'optionalDependencies'];

/**
 * The bytes of package.json that are hashed: canonical JSON (RFC 8785) without the fields that n8n drops, for n8n writes the file anew.
 * @throws Error when it is not a JSON object with one meaning
 */
export function canonicalPackageJson(bytes: Uint8Array): Buffer {
	const fields = parseStrictJson(bytes);
	if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) throw new Error('package.json is not an object');
	const kept = Object.fromEntries(Object.entries(fields).filter(([name]) => !droppedFields.includes(name)));
	return Buffer.from(canonicalize(kept) ?? '');
}
