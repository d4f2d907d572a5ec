import type { AgentCard } from '@a2a-js/sdk';
import { TroupeError } from '../../../core/base/errors';
import { readBytes } from '../../http/read-bytes';

export interface CardRules {
	/** `if-present` (default): refuses a wrong signature. `required`: also refuses a card without a signature of a known key. */
	signature?: 'required' | 'if-present';
	/** The agent's public keys as JWKs. Default: those published by its origin. */
	keys?: Array<Record<string, unknown>>;
}

const algorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519'];
const maxKeysBytes = 65_536;
const maxKeys = 20;
const maxSignatures = 5;

/**
 * Verifies card signatures (A2A 1.0, 8.4): RFC 7515 over RFC 8785 canonical JSON. Key addresses count only on the agent's own origin: a card cannot
 * choose its voucher. @throws TroupeError TOOL_SOURCE_UNREACHABLE
 */
export async function verifyCard(name: string, url: string, card: AgentCard, rules: CardRules, send: typeof fetch): Promise<void> {
	const { signature = rules.keys ? 'required' : 'if-present', keys } = rules;
	const { signatures } = card;
	if (signatures.length === 0 && signature === 'if-present') return;
	if (signatures.length === 0) throw refused(name, 'has no signature');
	if (signatures.length > maxSignatures) throw refused(name, `has more than ${maxSignatures} signatures`);
	const [{ canonicalizeAgentCard }, { flattenedVerify, importJWK }] = await Promise.all([import('@a2a-js/sdk'), import('jose')]);
	const payload = Buffer.from(canonicalizeAgentCard(card)).toString('base64url');
	let isKnown = false;
	for (const { protected: protectedText, signature: value, header } of signatures) {
		try {
			// The package's own function would write failures to standard output.
			const { kid, jku } = JSON.parse(Buffer.from(protectedText, 'base64url').toString()) as { kid?: string; jku?: string };
			const key = (keys ?? (await readKeys(jku, url, send))).find(
				(one) => one.kid === kid || (keys?.length === 1 && one.kid === undefined),
			);
			// A shared secret proves nothing: whoever reads it can sign.
			if (!key || key.kty === 'oct') continue;
			isKnown = true;
			const jws = { payload, protected: protectedText, signature: value, ...(header && { header }) };
			await flattenedVerify(jws, async (head: { alg?: string }) => importJWK(key, head.alg), { algorithms });
			return;
		} catch {
			// Another signature can be right.
		}
	}
	if (isKnown) throw refused(name, 'has a wrong signature');
	if (signature === 'required') throw refused(name, 'is signed with a key that is not known here');
}

async function readKeys(jku: string | undefined, url: string, send: typeof fetch): Promise<Array<Record<string, unknown>>> {
	if (jku === undefined || URL.parse(jku)?.origin !== new URL(url).origin) return [];
	const response = await send(jku, { headers: { accept: 'application/json' }, redirect: 'manual', signal: AbortSignal.timeout(10_000) });
	if (!response.ok || !response.body) return [];
	const { bytes } = await readBytes(response.body, maxKeysBytes);
	const { keys } = JSON.parse(Buffer.from(bytes).toString()) as { keys?: unknown };
	return Array.isArray(keys) ? (keys.slice(0, maxKeys) as Array<Record<string, unknown>>) : [];
}

function refused(name: string, why: string): TroupeError {
	return new TroupeError({
		code: 'TOOL_SOURCE_UNREACHABLE',
		message: `The agent "${name}" cannot be used: its card ${why}.`,
		fix: 'Ask its operator. If the card is right, correct "card" in the definition: its public keys, or "signature": "if-present".',
		retryable: false,
		details: { server: name },
	});
}
