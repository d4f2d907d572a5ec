import { lastText, ownVault, pair, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, teamMember, toolAgent } from '../../../../test/fakes/tool-agent';
import { TroupeError } from '../../../base/errors';
import { createPlacedGuard } from '../../../guardrails/policy/apply-guardrails';
import type { ChatModel } from '../../../ports/models/models';
import type { AgentEvent } from '../../agent-event';
import { agentGuardrails } from '../../agent-guardrails';
import type { AgentParts } from '../../agent-parts';

describe('an agent that calls another one', () => {
	it('gets its answer, with the personal data of each masked by itself', async () => {
		const helper = scriptedChatModel(async ({ messages }) => ({
			...{ text: `Known: ${messages.at(-1)!.content}`, finish: 'stop' as const, model: 'script:helper' },
			usage: { inputTokens: 7, outputTokens: 3, estimated: false },
		}));
		const { lead, model } = pair(ownVault('finder', helper));
		const outcome = await run(lead);
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'It says: Known: Find ana@example.com', agent: { id: 'lead' } });
		expect(lastText(helper)).toMatch(/^Find \[EMAIL_1_\w+\]$/);
		expect(lastText(model)).toMatch(/^Known: Find \[EMAIL_1_\w+\]$/);
		expect(JSON.stringify([helper.requests, model.requests])).not.toContain('ana@');
	});

	it('counts all that the team used, and says who called whom', async () => {
		const { lead } = pair(ownVault('finder', scriptedChatModel('Nobody.')));
		const { usage, team } = await run(lead);
		expect(usage).toMatchObject({ modelCalls: 3, toolCalls: 1, inputTokens: 30, outputTokens: 15, model: 'script:model' });
		expect(team).toEqual([
			expect.objectContaining({ call: 'c', by: 'lead', agent: { id: 'finder', version: '1.0.0' }, depth: 1, outcome: 'ok' }),
		]);
		expect(team![0]!.guardrails).toEqual([expect.objectContaining({ guardrail: 'personal-data', stage: 'input' })]);
		expect(team![0]!.usage).toMatchObject({ modelCalls: 1, inputTokens: 10, toolCalls: 0 });
	});

	it('asks the gate for both, and gives the other agent none of the conversation', async () => {
		const helper = scriptedChatModel('Nobody.');
		const recall = jest.fn(async () => ({ turns: [{ message: 'Hello', reply: 'Hi', at: 1 }], memories: [] }));
		const remember = jest.fn(async () => undefined);
		const finder = ownVault('finder', helper, { memory: { recall, remember } });
		const { lead } = pair(finder);
		await run(lead);
		expect(finder.gate).toMatchObject({ admitted: [{ kind: 'agent', id: 'finder' }] });
		expect(helper.requests[0]!.messages.map(({ role }) => role)).toEqual(['system', 'user']);
		expect(remember).not.toHaveBeenCalled();
	});

	it('reports the events of all in one order, named by agent and depth, and no text that is not for the customer', async () => {
		const events: AgentEvent[] = [];
		const { lead } = pair(ownVault('finder', scriptedChatModel('Nobody.')), { onEvent: (event) => void events.push(event) });
		const { runId } = await run(lead);
		expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
		expect(new Set(events.map((event) => event.runId))).toEqual(new Set([runId]));
		const inner = events.filter(({ team }) => team);
		expect(inner.map(({ kind }) => kind)).toEqual(['started', 'guardrail', 'model-started', 'model-finished', 'finished']);
		expect(inner[0]!.team).toEqual({ agent: 'finder', depth: 1, call: 'c' });
	});

	it('calls several at a time', async () => {
		let running = 0;
		const both = Promise.withResolvers<void>();
		const slow: ChatModel = {
			...scriptedChatModel(),
			async generate() {
				if (++running === 2) both.resolve();
				await both.promise;
				return { text: 'Done.', finish: 'stop', model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
			},
		};
		const model = scriptedChatModel(calling(['one', { task: 'a' }], ['two', { task: 'b' }]), 'Both.');
		const lead = toolAgent(model, { id: 'lead', members: [teamMember(ownVault('one', slow)), teamMember(ownVault('two', slow))] });
		expect(await run(lead)).toMatchObject({ reply: 'Both.', team: [{ agent: { id: 'one' } }, { agent: { id: 'two' } }] });
	});
});

describe('a called agent that does not answer', () => {
	const blocking = (parts: AgentParts): AgentParts => {
		const guardrail = { id: 'no-names', check: async () => ({ kind: 'violation' as const, reason: 'No names.', matches: [] }) };
		const guard = createPlacedGuard([
			...agentGuardrails(parts.definition),
			{ guardrail, code: 'TOPIC', stages: ['output'], action: 'block' } as never,
		]);
		return { ...parts, guard };
	};

	it.each<[string, AgentParts, string, RegExp]>([
		['a guardrail of its own', blocking(ownVault('finder', scriptedChatModel('Ana.'))), 'AGENT_BLOCKED', /No names/],
		[
			'the filter of its model',
			ownVault('finder', scriptedChatModel({ text: '', finish: 'content-filter' })),
			'AGENT_DECLINED',
			/content-filter/,
		],
		['a limit of its own', ownVault('finder', scriptedChatModel(), { limits: { tokens: 1 } }), 'AGENT_LIMIT_REACHED', /tokens/],
		[
			'its models',
			ownVault('finder', scriptedChatModel(new TroupeError({ code: 'MODEL_OVERLOADED', message: 'Overloaded.' }))),
			'AGENT_FAILED',
			/^The agent finder has a fault \(MODEL_OVERLOADED\)/,
		],
	])('because of %s: the caller is told and goes on', async (_, finder, code, text) => {
		const { lead, model } = pair(finder);
		expect(await run(lead)).toMatchObject({ kind: 'reply', team: [{ outcome: 'error', errorCode: code }] });
		expect(lastText(model)).toMatch(text);
	});

	it('ends the run if its manifest is refused: a person must approve it', async () => {
		const refused = new TroupeError({ code: 'MANIFEST_NOT_APPROVED', message: 'finder 1.0.0 is not approved.' });
		const { lead } = pair({ ...ownVault('finder', scriptedChatModel()), gate: { admit: () => Promise.reject(refused) } });
		await expect(run(lead)).rejects.toBe(refused);
	});
});
