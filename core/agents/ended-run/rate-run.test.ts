import { TroupeError } from '../../base/errors';
import type { AgentOutcome } from '../agent-outcome';
import type { AgentParts } from '../agent-parts';
import { scriptedChatModel } from '../../../sandbox/fakes/scripted-chat-model';
import { toolAgent } from '../../../test/fakes/tool-agent';
import { rateFault, rateOutcome } from './rate-run';
import { runAgent } from '../run-agent';

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

test('a rollout is told how a run ended, also where nobody measures it', async () => {
	const reports: string[] = [];
	const never = new AbortController().signal;
	const parts = (...script: Parameters<typeof scriptedChatModel>) => ({
		...toolAgent(scriptedChatModel(...script), {}),
		report: (outcome: string) => void reports.push(outcome),
		onEnded: undefined,
	});
	await runAgent({ message: 'Good morning', conversationId: 'c' }, parts('Good morning.'), never);
	await expect(runAgent({ message: 'Good morning', conversationId: 'c' }, parts(new Error('down')), never)).rejects.toThrow();
	expect(reports).toEqual(['succeeded', 'failed']);
});
