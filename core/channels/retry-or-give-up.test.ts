import { TroupeError } from '../base/errors';
import { isAwayHere, retryOrGiveUp } from './retry-or-give-up';

const fault = (code: string, retryable: boolean) =>
	new TroupeError({ code: code as TroupeError['code'], message: 'It failed.', fix: 'Wait.', retryable });
const end = (cause: unknown, { awayMs = 0, attempts = 0 } = {}) => retryOrGiveUp(cause, { attempts, awayMs }, 5);

describe.each([
	['an agent that is not approved any more', fault('MANIFEST_NOT_APPROVED', false)],
	['a version that was revoked', fault('MANIFEST_REVOKED', false)],
	['a machine without its root', fault('TRUST_ROOT_MISSING', false)],
	['a registry that did not answer yet', fault('REGISTRY_UNREACHABLE', true)],
	['an agent that another process has', fault('AGENT_NOT_FOUND', false)],
	['an agent that is not valid', fault('AGENT_INVALID', false)],
	['a model without a key', fault('MODEL_AUTHENTICATION', false)],
	['a credential that is missing', fault('CREDENTIAL_NOT_FOUND', false)],
	[
		'a server of tools whose secret is missing',
		new TroupeError({ code: 'TOOL_INVALID', message: 'It failed.', fix: 'Set it.', details: { secret: 'CRM_KEY' } }),
	],
	['a memory store that is cut off', fault('MEMORY_STORE_UNREACHABLE', true)],
	['a disk that is full', fault('STORAGE_FULL', true)],
])('%s', (_title, cause) => {
	it('lets the turn wait, longer each time, and costs no attempt (MervinPraison/PraisonAI#3519)', () => {
		const pauses = [0, 5_000, 65_000, 86_400_000].map((awayMs) => end(cause, { awayMs, attempts: 4 }));
		expect(pauses).toEqual(
			[2_000, 5_000, 30_000, 30_000].map((afterMs) => ({ kind: 'failed', reason: `${cause.code}: It failed.`, afterMs, isAway: true })),
		);
	});
});

it('lets a turn that an operator stopped wait, for as long as that takes', () => {
	const stopped = end(fault('RUN_STOPPED', true), { awayMs: 86_400_000, attempts: 4 });
	expect(stopped).toEqual({ kind: 'failed', reason: 'RUN_STOPPED: It failed.', afterMs: 5_000, isStopped: true });
	expect(end(fault('RUN_STOPPED', false), { attempts: 0 })).toEqual({ kind: 'dead', reason: 'RUN_STOPPED: It failed.' });
	// The agent is here for other customers.
	expect([true, false].map((retryable) => isAwayHere(fault('RUN_STOPPED', retryable)))).toEqual([true, false]);
});

it('repeats what can pass as often as the channel says, and ends what cannot', () => {
	expect(end(fault('MODEL_MALFORMED_RESPONSE', true))).toMatchObject({ kind: 'failed', afterMs: 2_000 });
	expect(end(fault('MODEL_MALFORMED_RESPONSE', true), { attempts: 3 })).not.toHaveProperty('isAway');
	expect(end(fault('MODEL_MALFORMED_RESPONSE', true), { attempts: 4 })).toMatchObject({ kind: 'dead' });
	expect(end(fault('MODEL_BAD_REQUEST', false))).toMatchObject({ kind: 'dead' });
	expect(end(new Error('a secret'))).toEqual({ kind: 'failed', reason: 'INTERNAL: the agent could not answer', afterMs: 2_000 });
});

it.each(['MODEL_UNREACHABLE', 'MODEL_OVERLOADED', 'MODEL_RATE_LIMITED', 'MODEL_CIRCUIT_OPEN', 'TOOL_SOURCE_UNREACHABLE'])(
	'waits an hour for a model or a server that is down (%s), then a person has to answer',
	(code) => {
		const cause = fault(code, true);
		expect(end(cause, { attempts: 4, awayMs: 150_000 })).toEqual({
			kind: 'failed',
			reason: `${code}: It failed.`,
			afterMs: 30_000,
			isAway: true,
		});
		expect(end(cause, { awayMs: 3_600_000 })).toMatchObject({ kind: 'dead' });
	},
);
