import { TroupeError } from '../base/errors';
import type { AgentOutcome } from './agent-outcome';
import type { AgentParts } from './agent-parts';
import { rateFault, rateOutcome } from './rate-run';

function told(rate: (parts: AgentParts) => void, mode?: AgentParts['mode']): string[] {
	const reports: string[] = [];
	rate({ mode, report: (outcome) => reports.push(outcome) } as Partial<AgentParts> as AgentParts);
	return reports;
}
const ofOutcome = (outcome: object, mode?: AgentParts['mode']) =>
	told((parts) => rateOutcome(parts, { guardrails: [], ...outcome } as unknown as AgentOutcome), mode);
const blocked = (stage: string) => ({
	kind: 'blocked',
	guardrails: [
		{ stage: 'input', action: 'rewrite' },
		{ stage, action: 'block' },
	],
});

test.each<[string, object, string[]]>([
	['a reply', { kind: 'reply' }, ['succeeded']],
	['a limit', { kind: 'limit-reached', limit: 'model-calls' }, ['failed']],
	['a budget that is used up', { kind: 'limit-reached', limit: 'budget' }, []],
	['a message that was blocked before the agent saw it', blocked('input'), []],
	['a reply that was blocked', blocked('output'), ['failed']],
	['a run that waits for a person', { kind: 'needs-human', reason: 'approval' }, []],
	['one that was handed over', { kind: 'needs-human', reason: 'not-covered' }, []],
])('what %s tells a rollout', (_what, outcome, expected) => {
	expect(ofOutcome(outcome)).toEqual(expected);
	expect(ofOutcome(outcome, 'dry-run')).toEqual([]);
	expect(ofOutcome(outcome, 'replay')).toEqual([]);
});

test.each<[string, string[]]>([
	['MODEL_UNAVAILABLE', ['failed']],
	['INTERNAL', ['failed']],
	['CANCELLED', []],
	['MANIFEST_REVOKED', []],
	['BUDGET_EXCEEDED', []],
])('what the fault %s tells a rollout', (code, expected) => {
	const fault = new TroupeError({ code: code as 'INTERNAL', message: code });
	expect(told((parts) => rateFault(parts, fault))).toEqual(expected);
});
