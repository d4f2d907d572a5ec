import { findMisfit } from '../documents/document-schemas';
import type { RootDocument } from '../documents/root-document';
import { loadKeys } from '../token/key-ring';
import { requireSignedBefore } from '../token/read-token';
import { refusedToken } from '../token/refused-token';
import { brief, parseStrictToken, verifySignature } from '../token/strict-token';
import { computeSha256 } from '../tree/file-list';

export interface EvidenceKind<Facts> {
	type: string;
	schema: object;
	readTime: (facts: Facts) => string;
}

/** Signature, type and fields are verified; the content is not judged. */
export interface Evidence<Facts> {
	/** SHA-256 of the signed text, hex; approvals name it. */
	sha256: string;
	keyId: string;
	token: string;
	facts: Facts;
}

export const maxEvidenceBytes = 256 * 1024;

/** Accepts signers of manifests or approvals; does not judge independence from the author. @throws TroupeError TOKEN_INVALID */
export function readEvidence<Facts>(
	name: string,
	{ type, schema, readTime }: EvidenceKind<Facts>,
	bytes: Uint8Array,
	root: RootDocument,
): Evidence<Facts> {
	const parsed = parseStrictToken(name, bytes, maxEvidenceBytes);
	if (parsed.type !== type) {
		const actual = brief(parsed.type);
		throw refusedToken(name, 'header', `its type is ${actual}, expected ${type}`, { expected: type, actual });
	}
	const wrong = findMisfit(parsed.payload, schema);
	if (wrong !== null) throw refusedToken(name, 'schema', wrong.problem, { expected: wrong.expected, actual: wrong.actual });
	const { keyId, token } = parsed;
	const key = listSigners(root).includes(keyId) ? loadKeys(root, name).get(keyId) : undefined;
	if (key === undefined)
		throw refusedToken(name, 'key', `it names the key ${keyId}, which belongs to no author or approver`, {
			expected: listSigners(root),
			actual: keyId,
		});
	verifySignature(parsed, key.key);
	const facts = parsed.payload as Facts;
	requireSignedBefore({ name, keyId }, Date.parse(readTime(facts)) / 1000, key.retiredAt);
	return { sha256: hashEvidence(token), keyId, token, facts };
}

export function hashEvidence(token: string): string {
	const [, payload = ''] = token.split('.');
	return computeSha256(Buffer.from(payload, 'base64url'));
}

const listSigners = ({ roles, revokedKeyIds = [] }: RootDocument): string[] =>
	[...roles.author.keyIds, ...roles.approver.keyIds].filter((keyId) => !revokedKeyIds.includes(keyId));
