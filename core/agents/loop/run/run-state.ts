import { createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { TroupeError } from '../../../base/errors';
import { canonicalJson } from '../../../json-schema/canonical-json';
import { findExcess } from '../../../json-schema/find-excess';
import type { RunState } from '../../agent-outcome';
import type { AgentParts } from '../../agent-parts';
import { parseIfJson } from '../../../base/text/json/parse-if-json';

/** Max characters as JSON. */
const maxStateLength = 2_000_000;
/** Arguments have at most 64 levels. */
const maxDepth = 100;

type Signing = Pick<AgentParts, 'sign'>;

/** @throws TroupeError INPUT_TOO_LARGE above 2 MB */
export async function signState(unsigned: Omit<RunState, 'signature'>, parts: Signing): Promise<RunState> {
	const state = { ...unsigned, signature: await computeSignature(unsigned, parts) };
	const size = JSON.stringify(state).length;
	if (size <= maxStateLength) return state;
	throw new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The state of the suspended run has ${size} characters; the max is ${maxStateLength}.`,
		fix: 'Lower "tools.resultCharacters" or "knowledge.passages" of the agent.',
	});
}

/** Verifies a state: signed with the same key, for this exact agent, not expired. @throws TroupeError RUN_STATE_INVALID */
export async function verifyState(
	value: unknown,
	parts: Signing & Pick<AgentParts, 'definition' | 'definitionSha256' | 'clock'>,
): Promise<RunState> {
	const state = parseState(value);
	const { signature, ...unsigned } = state;
	const expected = Buffer.from(await computeSignature(unsigned, parts));
	const actual = Buffer.from(signature);
	if (expected.length !== actual.length || !timingSafeEqual(expected, actual))
		throw invalid('its signature does not match: the state was changed, or signed with another key');
	const { id, version, sha256 } = state.agent;
	const { definition, definitionSha256 } = parts;
	if (id !== definition.id || version !== definition.version || sha256 !== definitionSha256) {
		throw invalid(`it belongs to an earlier text of the agent ${id} ${version}, not to the current ${definition.id} ${definition.version}`);
	}
	if (parts.clock.now() >= state.expiresAt) throw expired(state);
	return state;
}

function parseState(value: unknown): RunState {
	const parsed = typeof value === 'string' && value.length <= maxStateLength ? parseIfJson(value) : value;
	if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalid('it is not an object');
	const fields = parsed as Record<string, unknown>;
	const { version, runId, id, agent, conversationId, person, expiresAt, decideBy, whenTimedOut, store, trail, signature } = fields;
	if (version !== 1) throw invalid('its version is not 1');
	const texts = [runId, id, conversationId, store, signature];
	const times = [expiresAt, decideBy];
	if (!texts.every((text) => typeof text === 'string') || !times.every((time) => typeof time === 'number') || !Array.isArray(trail))
		throw invalid('fields are missing');
	if (person !== undefined && typeof person !== 'string') throw invalid('its person is not a text');
	if (![undefined, 'end', 'decline', 'approve', 'escalate'].includes(whenTimedOut as string))
		throw invalid('its "whenTimedOut" is unknown');
	if (typeof agent !== 'object' || agent === null) throw invalid('it does not name an agent');
	const excess = findExcess(parsed, { depth: maxDepth, parts: Infinity });
	if (excess !== undefined) throw invalid(`it has ${excess}`);
	if (JSON.stringify(parsed).length > maxStateLength) throw invalid(`it has more than ${maxStateLength} characters`);
	// The signature does not cover other fields.
	const known = {
		version,
		runId,
		id,
		agent,
		conversationId,
		person,
		expiresAt,
		decideBy,
		whenTimedOut,
		store,
		trail,
		signature,
	};
	return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as unknown as RunState;
}

let ownKey: Buffer | undefined;

/** Signs the canonical form, since a database can reorder fields. */
async function computeSignature(unsigned: Omit<RunState, 'signature'>, { sign }: Signing): Promise<string> {
	const text = hash('sha256', `troupe run state 1\n${canonicalJson(unsigned)}`, 'base64url');
	return sign
		? sign(text)
		: createHmac('sha256', (ownKey ??= randomBytes(32)))
				.update(text)
				.digest('base64url');
}

function expired({ expiresAt, whenTimedOut = 'end' }: RunState): TroupeError {
	const at = new Date(expiresAt).toISOString();
	if (whenTimedOut !== 'end') return invalid(`it expired at ${at}`);
	return new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The suspended run has ended: it expired at ${at}, because nobody decided in time.`,
		fix: 'Start a new run. Set "timeoutMs", "whenTimedOut" or "escalateTo" of the agent\'s approval for a longer time or another outcome.',
	});
}

export function invalid(why: string): TroupeError {
	return new TroupeError({
		code: 'RUN_STATE_INVALID',
		message: `The state of the suspended run cannot be used: ${why}.`,
		fix: 'Pass the state unchanged to the same version of the agent, on a host with the same key. Otherwise start a new run.',
	});
}
