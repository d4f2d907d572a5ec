import { createHash } from 'node:crypto';
import { messageOf } from '../../../core/base/errors';
import { documentMisfit } from '../../documents/document-schemas';
import type { RootDocument } from '../../documents/documents';
import { keysOfRole, loadKeys, type KeyRing } from '../../token/key-ring';
import { maximumBytesOf, parseToken, type UnverifiedToken } from '../../token/read-token';
import { refusedToken } from '../../token/refused-token';
import { oneMeaning, parseStrictJson } from '../../token/strict-json';
import { verifySignature } from '../../token/strict-token';
import { requireSoundRoles } from './root-rules';

/** An edition of the root as it was found: its tokens, one a line. */
export interface RootBytes {
	/** How it is called in errors. */
	name: string;
	bytes: Uint8Array;
}

/** An edition that was read, not verified: nothing in it may be believed but by who counts its signatures. */
export interface UnverifiedRoot {
	name: string;
	tokens: UnverifiedToken<'troupe-root+jwt'>[];
	claimed: RootDocument;
	keys: KeyRing;
	/** Of the tokens as transmitted, without the last line break, hex. */
	sha256: string;
}

/** The holders of the old keys, and those of the new. */
const mostTokens = 32;

/**
 * Reads the tokens of one edition. They have to have the same payload, byte for byte: holders who signed two texts agreed on nothing.
 * @throws TroupeError TOKEN_INVALID
 */
export function parseRoot({ name, bytes }: RootBytes): UnverifiedRoot {
	const most = mostTokens * maximumBytesOf('troupe-root+jwt');
	if (bytes.length > most)
		throw refusedToken(name, 'size', `it has ${bytes.length} bytes, at most ${most} are read`, {
			expected: `at most ${most} bytes`,
			actual: bytes.length,
		});
	const lines = linesOf(bytes);
	if (lines.length > mostTokens)
		throw refusedToken(name, 'size', `it has ${lines.length} lines, at most ${mostTokens} signatures are read`, {
			expected: `at most ${mostTokens} lines`,
			actual: lines.length,
		});
	const tokens = lines.map((line) => parseToken(name, 'troupe-root+jwt', Buffer.from(line, 'latin1')));
	const [first, ...others] = tokens;
	if (first === undefined) throw refusedToken(name, 'encoding', 'it is empty', { expected: 'a signed root', actual: 'nothing' });
	const payload = payloadOf(first.token);
	const differing = others.find(({ token }) => payloadOf(token) !== payload);
	if (differing !== undefined) {
		throw refusedToken(name, 'signature', `${first.keyId} and ${differing.keyId} signed different roots; all lines carry one payload`, {
			expected: `the payload that ${first.keyId} signed, in every line`,
			actual: `another, signed by ${differing.keyId}`,
		});
	}
	const { claimed } = first;
	const keys = loadKeys(claimed.keys, name);
	requireSoundRoles(claimed, name);
	return { name, tokens, claimed, keys, sha256: createHash('sha256').update(lines.join('\n'), 'latin1').digest('hex') };
}

/** An edition that nobody has signed yet: the payload that its holders will sign. @throws TroupeError TOKEN_INVALID */
export function draftRoot({ name, bytes }: RootBytes): UnverifiedRoot {
	let claimed: RootDocument;
	try {
		claimed = parseStrictJson(bytes) as RootDocument;
	} catch (error) {
		throw refusedToken(name, 'json', messageOf(error), { expected: oneMeaning, actual: messageOf(error) });
	}
	const wrong = documentMisfit('troupe-root+jwt', claimed);
	if (wrong !== null) throw refusedToken(name, 'schema', wrong.problem, { expected: wrong.expected, actual: wrong.actual });
	const keys = loadKeys(claimed.keys, name);
	requireSoundRoles(claimed, name);
	return { name, tokens: [], claimed, keys, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Which of the edition's signatures count towards the threshold of `judge`: distinct keys that it gives the role, whose signature holds. */
export function rootSigners(edition: UnverifiedRoot, judge: Pick<UnverifiedRoot, 'claimed' | 'keys' | 'name'>): RootSigners {
	const allowed = keysOfRole(judge.keys, judge.claimed, 'root', judge.name);
	const signers = new Set<string>();
	const discounted: string[] = [];
	for (const token of edition.tokens) {
		const key = allowed.get(token.keyId);
		if (key === undefined) {
			discounted.push(`the key ${token.keyId} may not sign it`);
			continue;
		}
		try {
			verifySignature(token, key);
			signers.add(token.keyId);
		} catch (error) {
			discounted.push(messageOf(error));
		}
	}
	return { signers: [...signers], threshold: judge.claimed.roles.root.threshold, discounted };
}

interface RootSigners {
	signers: string[];
	threshold: number;
	/** Why others were not counted. */
	discounted: string[];
}

/** @throws TroupeError TOKEN_INVALID when too few of the keys that `judge` asks for signed the edition */
export function requireRootSigners(edition: UnverifiedRoot, judge: UnverifiedRoot): string[] {
	const { signers, threshold, discounted } = rootSigners(edition, judge);
	if (signers.length >= threshold) return signers;
	const whose = judge === edition ? 'it asks for itself' : `edition ${judge.claimed.ver} asks for`;
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

/** One line break at the end is no line. */
function linesOf(bytes: Uint8Array): string[] {
	return Buffer.from(bytes).toString('latin1').replace(/\n$/, '').split('\n');
}

const payloadOf = (token: string) => token.split('.')[1];
