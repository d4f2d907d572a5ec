import { createHash } from 'node:crypto';
import { getErrorMessage } from '../../../core/base/errors';
import { findDocumentMisfit } from '../../documents/document-schemas';
import type { RootDocument } from '../../documents/root-document';
import { selectRoleKeys, loadKeys, type KeyRing } from '../../token/key-ring';
import { getMaxTokenBytes, parseToken, type UnverifiedToken } from '../../token/read-token';
import { refusedToken } from '../../token/refused-token';
import { oneMeaning, parseStrictJson } from '../../token/strict-json';
import { verifySignature } from '../../token/strict-token';
import { requireSoundRoles } from './root-rules';

export interface RootBytes {
	name: string;
	bytes: Uint8Array;
}

/** Parsed but not verified. Only signatures that a root accepts make it trusted. */
export interface UnverifiedRoot {
	name: string;
	tokens: UnverifiedToken<'troupe-root+jwt'>[];
	claimed: RootDocument;
	keys: KeyRing;
	/** SHA-256 of the tokens without the last line break, hex. */
	sha256: string;
}

/** Holders of old and new keys. */
const maxTokens = 32;

/** All tokens must have the same payload, byte for byte: otherwise the holders did not agree. @throws TroupeError TOKEN_INVALID */
export function parseRoot({ name, bytes }: RootBytes): UnverifiedRoot {
	const maxBytes = maxTokens * getMaxTokenBytes('troupe-root+jwt');
	if (bytes.length > maxBytes)
		throw refusedToken(name, 'size', `it has ${bytes.length} bytes; the max is ${maxBytes}`, {
			expected: `at most ${maxBytes} bytes`,
			actual: bytes.length,
		});
	const lines = splitLines(bytes);
	if (lines.length > maxTokens)
		throw refusedToken(name, 'size', `it has ${lines.length} lines; the max is ${maxTokens} signatures`, {
			expected: `at most ${maxTokens} lines`,
			actual: lines.length,
		});
	const tokens = lines.map((line) => parseToken(name, 'troupe-root+jwt', Buffer.from(line, 'latin1')));
	const [first, ...others] = tokens;
	if (first === undefined) throw refusedToken(name, 'encoding', 'it is empty', { expected: 'a signed root', actual: 'nothing' });
	const payload = readPayload(first.token);
	const differing = others.find(({ token }) => readPayload(token) !== payload);
	if (differing !== undefined) {
		throw refusedToken(
			name,
			'signature',
			`${first.keyId} and ${differing.keyId} signed different roots; all lines must have the same payload`,
			{
				expected: `the payload that ${first.keyId} signed, in every line`,
				actual: `another payload, signed by ${differing.keyId}`,
			},
		);
	}
	const { claimed } = first;
	const keys = loadKeys(claimed, name);
	requireSoundRoles(claimed, name);
	return { name, tokens, claimed, keys, sha256: createHash('sha256').update(lines.join('\n'), 'latin1').digest('hex') };
}

/** For an unsigned edition. @throws TroupeError TOKEN_INVALID */
export function draftRoot({ name, bytes }: RootBytes): UnverifiedRoot {
	let claimed: RootDocument;
	try {
		claimed = parseStrictJson(bytes) as RootDocument;
	} catch (error) {
		throw refusedToken(name, 'json', getErrorMessage(error), { expected: oneMeaning, actual: getErrorMessage(error) });
	}
	const wrong = findDocumentMisfit('troupe-root+jwt', claimed);
	if (wrong !== null) throw refusedToken(name, 'schema', wrong.problem, { expected: wrong.expected, actual: wrong.actual });
	const keys = loadKeys(claimed, name);
	requireSoundRoles(claimed, name);
	return { name, tokens: [], claimed, keys, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Signatures that count towards the threshold of `judge`: valid ones by distinct keys with the role. */
export function rootSigners(edition: UnverifiedRoot, judge: Pick<UnverifiedRoot, 'claimed' | 'keys' | 'name'>): RootSigners {
	const roleKeys = selectRoleKeys(judge.keys, judge.claimed, 'root', judge.name);
	const signers = new Set<string>();
	const discounted: string[] = [];
	for (const token of edition.tokens) {
		const key = roleKeys.get(token.keyId);
		if (key === undefined) {
			discounted.push(`the key ${token.keyId} is not allowed to sign it`);
			continue;
		}
		try {
			verifySignature(token, key.key);
			signers.add(token.keyId);
		} catch (error) {
			discounted.push(getErrorMessage(error));
		}
	}
	return { signers: [...signers], threshold: judge.claimed.roles.root.threshold, discounted };
}

interface RootSigners {
	signers: string[];
	threshold: number;
	discounted: string[];
}

/** @throws TroupeError TOKEN_INVALID when too few keys of `judge` signed */
export function requireRootSigners(edition: UnverifiedRoot, judge: UnverifiedRoot): string[] {
	const { signers, threshold, discounted } = rootSigners(edition, judge);
	if (signers.length >= threshold) return signers;
	const whose = judge === edition ? 'it requires itself' : `edition ${judge.claimed.ver} requires`;
	const reasons = discounted.slice(0, 5).map((reason) => `; not counted: ${reason}`);
	throw refusedToken(
		edition.name,
		'signature',
		`it has ${signers.length} of the ${threshold} signatures that ${whose}${reasons.join('')}`,
		{
			expected: threshold,
			actual: signers.length,
			signers,
		},
		'Have more holders of root keys sign it: `troupe manifest keys sign-root`.',
	);
}

/** A final line break starts no new line. */
function splitLines(bytes: Uint8Array): string[] {
	return Buffer.from(bytes).toString('latin1').replace(/\n$/, '').split('\n');
}

const readPayload = (token: string) => token.split('.')[1];
