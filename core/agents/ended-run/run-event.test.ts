import { TroupeError } from '../../base/errors';
import type { AgentOutcome } from '../agent-outcome';
import { type EventRun, toFaultEvent, toOutcomeEvent, toRefusalEvent } from './run-event';

const usage: EventRun['usage'] = {
	...{ inputTokens: 1, outputTokens: 2, estimated: false, costUsd: null, model: 'openai:gpt', durationMs: 3.4, priceTable: null },
	...{ modelCalls: 1, toolCalls: 0, attempts: [] },
};
const run: EventRun = { id: 'r', agent: { id: 'clerk', version: '1.0.0', sha256: 'abc' }, person: 'hash', host: 'cli', usage };
const facts = {
	...{ runId: 'r', agent: { id: 'clerk', version: '1.0.0', sha256: 'abc' }, person: 'hash', host: 'cli', durationMs: 3 },
	usage: { inputTokens: 1, outputTokens: 2, costUsd: null, modelCalls: 1, toolCalls: 0 },
};
const ended = (outcome: Partial<AgentOutcome>) => toOutcomeEvent(run, { reply: 'Dear Ana', ...outcome } as AgentOutcome);

it.each<[Partial<AgentOutcome>, object]>([
	[{ kind: 'reply' }, { outcome: 'reply' }],
	[
		{ kind: 'blocked', guardrail: 'no-price', reason: 'It names a price of 10.' },
		{ outcome: 'blocked', reason: 'no-price' },
	],
	[
		{ kind: 'needs-human', reason: 'not-covered' },
		{ outcome: 'needs-human', reason: 'not-covered' },
	],
	[
		{ kind: 'limit-reached', limit: 'cost', partial: false },
		{ outcome: 'limit-reached', reason: 'cost' },
	],
])('tells that a run ended with %j, once', (outcome, expected) => {
	expect(ended(outcome)).toEqual({ type: 'agent.run.completed', key: 'run r completed', data: { ...facts, ...expected } });
});

it('tells of each suspension once, without what is asked', () => {
	const pending = [{ kind: 'question' as const, id: 'q', question: 'Which colour, Ana?' }];
	const decideBy = '2026-11-23T00:00:00.000Z';
	const outcome = { kind: 'needs-human', reason: 'question', pending, decideBy, whenTimedOut: 'end', state: { id: 's1' } } as AgentOutcome;
	expect(ended(outcome)).toEqual({ type: 'agent.run.suspended', key: 'run s1 suspended', data: { ...facts, waitsFor: 1, decideBy } });
});

it('tells of faults once for each code, however often a run is tried, and of none that another process goes on with', () => {
	const fault = (code: TroupeError['code']) => toFaultEvent(run, new TroupeError({ code, message: 'of Ana', fix: 'Wait.' }));
	expect(fault('MODEL_UNREACHABLE')).toEqual({
		...{ type: 'agent.run.failed', key: 'run r failed MODEL_UNREACHABLE', data: { ...facts, code: 'MODEL_UNREACHABLE' } },
	});
	expect(toFaultEvent(run, new Error('of Ana'))).toMatchObject({ data: { code: 'INTERNAL' } });
	for (const code of ['CANCELLED', 'RUN_TAKEN', 'RUN_ALREADY_RESUMED', 'RUN_FOREIGN'] as const) expect(fault(code)).toBeUndefined();
});

it('tells of runs that never began, and of none that waits until its tenant has room', () => {
	const { agent, host } = run;
	const limit = (retryable: boolean) => new TroupeError({ code: 'TENANT_LIMIT_REACHED', message: 'full', fix: 'Wait.', retryable });
	expect(toRefusalEvent({ id: 'r1', agent, host }, limit(true))).toBeUndefined();
	const unused = { inputTokens: 0, outputTokens: 0, costUsd: 0, modelCalls: 0, toolCalls: 0 };
	const data = { agent, host, runId: 'r1', durationMs: 0, usage: unused, code: 'TENANT_LIMIT_REACHED' };
	expect(toRefusalEvent({ id: 'r1', agent, host }, limit(false))).toEqual({
		...{ type: 'agent.run.failed', key: 'run r1 failed TENANT_LIMIT_REACHED', data },
	});
});
