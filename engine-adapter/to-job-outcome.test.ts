import type { AgentOutcome } from '../core/agents/agent-outcome';
import { TroupeError } from '../core/base/errors';
import type { Job } from './engine/jobs';
import { toFailedJob, toJobOutcome } from './to-job-outcome';

const ofRun = { usage: {}, guardrails: [], searches: [], manifest: {}, agent: { id: 'a', version: '1.0.0' } };
const run = { reply: 'Just a moment.', citations: [], ...ofRun };
const toOutcome = (ending: object) => toJobOutcome({ ...run, ...ending } as unknown as AgentOutcome);

test('a run that waits for a person completes its job with what is asked and the state to go on with', () => {
	const pending = [{ id: 'call-1', kind: 'approval', tool: 'refund', arguments: { order: 7 } }];
	const state = { version: 1, runId: 'r' };
	expect(toOutcome({ kind: 'needs-human', reason: 'approval', pending, state })).toMatchObject({
		kind: 'complete',
		variables: { outcome: 'needs-human', reason: 'approval', pending, agentState: state },
	});
});

test('an agent that has to give JSON sets the variable output, also where it gives none; another agent leaves it alone', () => {
	const asking = { output: { schema: { type: 'object' } } };
	const toVariables = (ending: object, definition = {}) => {
		const { variables } = toJobOutcome({ ...run, ...ending } as unknown as AgentOutcome, definition) as { variables: object };
		return variables;
	};
	expect(toVariables({ kind: 'reply', output: { days: 30 } }, asking)).toMatchObject({ output: { days: 30 } });
	expect(toVariables({ kind: 'needs-human', reason: 'not-covered' }, asking)).toMatchObject({ output: null });
	expect(toVariables({ kind: 'reply' })).not.toHaveProperty('output');
});

test('a fault whose message ends with a reason that somebody gave is two sentences', () => {
	const fault = new TroupeError({ code: 'MANIFEST_REVOKED', message: 'The agent was revoked: it leaks', fix: 'Run another.' });
	expect(toFailedJob(fault, { retries: 3 } as Job)).toMatchObject({
		message: 'MANIFEST_REVOKED: The agent was revoked: it leaks. Run another.',
	});
});

test('any other run leaves no state of an earlier one behind', () => {
	for (const ending of [{ kind: 'reply' }, { kind: 'needs-human', reason: 'not-covered' }, { kind: 'limit-reached', limit: 'cost' }])
		expect(toOutcome(ending)).toMatchObject({ variables: { pending: null, agentState: null } });
});

test.each<[{ kind: string; [field: string]: unknown }, string, boolean?]>([
	[{ kind: 'blocked', guardrail: 'injection', reason: 'It gives orders.' }, 'TROUPE_BLOCKED'],
	[{ kind: 'needs-human', reason: 'content-filter' }, 'TROUPE_CONTENT_FILTERED'],
	[{ kind: 'limit-reached', limit: 'budget', partial: false }, 'TROUPE_BUDGET_EXCEEDED'],
	[{ kind: 'limit-reached', limit: 'cost', partial: false }, 'TROUPE_LIMIT_REACHED'],
	[{ kind: 'limit-reached', limit: 'tool-calls', partial: true }, 'TROUPE_LIMIT_REACHED', true],
])('%j is the BPMN error %s', (ending, errorCode, partial = false) => {
	const variables = { outcome: ending.kind, reply: run.reply, partial };
	expect(toOutcome(ending)).toMatchObject({ kind: 'bpmn-error', errorCode, variables });
});

test.each([
	['RUN_STATE_INVALID', false, { retries: 0 }],
	['RUN_ALREADY_RESUMED', false, { retries: 0 }],
	['RUN_FOREIGN', true, { retries: 1, backoffMs: 60_000 }],
	['RUN_TAKEN', true, { retries: 2, backoffMs: 30_000 }],
	['RATE_LIMITED', true, { retries: 1, backoffMs: 60_000 }],
] as const)('%s fails the job with its reason', (code, retryable, expected) => {
	const error = new TroupeError({ code, message: 'Because.', fix: 'Do this.', retryable });
	expect(toFailedJob(error, { retries: 2 } as Job)).toEqual({ kind: 'fail', code, message: `${code}: Because. Do this.`, ...expected });
});
