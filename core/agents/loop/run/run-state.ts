import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { TroupeError } from '../../../base/errors';
import { canonicalJson } from '../../../json-schema/canonical-json';
import { findExcess } from '../../../json-schema/find-excess';
import type { RunState } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';

/** As JSON. */
const MOST_STATE = 2_000_000;
/** Arguments have 64 levels at most. */
const DEEPEST = 100;
const LIFETIME_MS = 7 * 86_400_000;

type Signing = Pick<AgentParts, 'sign'>;

/** When a state that is made now expires. */
export function expiryFrom(now: number): number {
	return now + LIFETIME_MS;
}

/** @throws TroupeError INPUT_TOO_LARGE above 2 MB */
export async function signState(unsigned: Omit<RunState, 'signature'>, parts: Signing): Promise<RunState> {
	const state = { ...unsigned, signature: await signatureOf(unsigned, parts) };
	const size = JSON.stringify(state).length;
	if (size <= MOST_STATE) return state;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The state of the suspended run has ${size} characters; ${MOST_STATE} can be handed over.`,
		fix: 'Lower "tools.resultCharacters" or "knowledge.passages" of the agent.',
	});
}

/**
 * A state as a host of the same key signed it, for this very agent, and still in time.
 * @throws TroupeError RUN_STATE_INVALID
 */
export async function verifyState(
	value: unknown,
	parts: Signing & Pick<AgentParts, 'definition' | 'definitionSha256' | 'clock'>,
): Promise<RunState> {
	const state = shapeOf(value);
	const { signature, ...unsigned } = state;
	const expected = Buffer.from(await signatureOf(unsigned, parts));
	const given = Buffer.from(signature);
	if (expected.length !== given.length || !timingSafeEqual(expected, given))
		throw invalid('its signature is not of this host: it was changed, or made with another key');
	const { id, version, sha256 } = state.agent;
	const { definition, definitionSha256 } = parts;
	if (id !== definition.id || version !== definition.version || sha256 !== definitionSha256) {
		throw invalid(`it is of the agent ${id} ${version} as it was then, not of ${definition.id} ${definition.version} as it is now`);
	}
	if (parts.clock.now() >= state.expiresAt) throw invalid(`it expired at ${new Date(state.expiresAt).toISOString()}`);
	return state;
}

/** Whatever comes from outside, as a state in form at least. */
function shapeOf(value: unknown): RunState {
	const parsed = typeof value === 'string' && value.length <= MOST_STATE ? parse(value) : value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalid('it is no object');
	const { version, runId, id, agent, conversationId, person, expiresAt, trail, signature } = parsed as Record<string, unknown>;
	if (version !== 1) throw invalid('it is not of version 1');
	const texts = [runId, id, conversationId, signature];
	if (!texts.every((text) => typeof text === 'string') || typeof expiresAt !== 'number' || !Array.isArray(trail))
		throw invalid('fields are missing');
	if (person !== undefined && typeof person !== 'string') throw invalid('its person is no text');
	if (typeof agent !== 'object' || agent === null) throw invalid('it names no agent');
	const excess = findExcess(parsed, { depth: DEEPEST, parts: Infinity });
	if (excess !== undefined) throw invalid(`it has ${excess}`);
	if (JSON.stringify(parsed).length > MOST_STATE) throw invalid(`it has more than ${MOST_STATE} characters`);
	// What else stands in it nobody signed.
	const known = { version, runId, id, agent, conversationId, expiresAt, trail, signature } as RunState;
	return person === undefined ? known : { ...known, person };
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

let ownKey: Buffer | undefined;

/** Of the state in one spelling: a database may have put its fields into another order. */
async function signatureOf(unsigned: Omit<RunState, 'signature'>, { sign }: Signing): Promise<string> {
	const text = hash('sha256', `troupe run state 1\n${canonicalJson(unsigned)}`, 'base64url');
	return sign
		? sign(text)
		: createHmac('sha256', (ownKey ??= randomBytes(32)))
				.update(text)
				.digest('base64url');
}

export function invalid(why: string): TroupeError {
	return new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The state of the suspended run cannot be used: ${why}.`,
		fix: 'Hand back the state as the suspended run gave it, to the same version of the agent on a host with the same key; else start anew.',
	});
}
