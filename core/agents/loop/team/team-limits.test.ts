import { ask, lastText, ownVault, pair, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../../../test/fakes/tool-agent';
import type { ChatModel } from '../../../ports/models/models';
import type { AgentParts } from '../../agent-parts';
import { slowTest } from '../../../../test/support/slow-tests';

describe('the limits of a team', () => {
	/** A chain: each agent asks the next one, and the last one answers. */
	function chain(names: string[], limits: Parameters<typeof toolAgent>[1] = {}): AgentParts {
		const [id = '', ...rest] = names;
		const next = rest.length > 0 ? chain(rest) : undefined;
		const model = next ? scriptedChatModel(ask(next.definition.id, 'Go on'), 'Passed on.') : scriptedChatModel('The end.');
		return ownVault(id, model, { ...limits, members: next && [teamMember(next)] });
	}

	it('bounds the levels of agents, from wherever a limit is set', async () => {
		const deep = await run(chain(['a', 'b', 'c', 'd', 'e']));
		expect(deep.team!.map(({ by, agent }) => `${by}>${agent.id}`)).toEqual(['a>b', 'b>c', 'c>d']);
		expect((await run(chain(['a', 'b', 'c'], { limits: { depth: 1 } }))).team!.map(({ agent }) => agent.id)).toEqual(['b']);
	});

	it('refuses an agent that is already at work', async () => {
		const first = ownVault('first', scriptedChatModel(ask('second', 'Go'), 'Fine.'));
		const back = scriptedChatModel(ask('first', 'Back'), 'Stopped.');
		const second = ownVault('second', back, { members: [teamMember(first)] });
		const outcome = await run({ ...first, members: [teamMember(second)] });
		expect(outcome).toMatchObject({ reply: 'Fine.', usage: { modelCalls: 4 } });
		expect(lastText(back)).toContain('already at work');
	});

	it('stops at the number of calls of agents, and answers from what it has', async () => {
		const calls = Array.from({ length: 3 }, (_, index) => ask('one', `task ${index}`, `c${index}`));
		const model = scriptedChatModel(...calls, 'As far as I got.');
		const one = ownVault('one', scriptedChatModel('1', '2'));
		const outcome = await run(toolAgent(model, { id: 'lead', members: [teamMember(one)], limits: { agentCalls: 2 } }));
		expect(outcome).toMatchObject({ kind: 'limit-reached', limit: 'agent-calls', partial: true });
		expect(outcome.team).toHaveLength(2);
	});

	it('bounds the calls of models and tools of all agents by those of the first one', async () => {
		const tool = fakeTool('look');
		const busy = (): ChatModel =>
			scriptedChatModel(...Array.from({ length: 9 }, (_, index) => calling(['look', { number: index }])), 'Done.');
		const member = (changes: Parameters<typeof toolAgent>[1] = {}) => ownVault('busy', busy(), { tools: [tool], ...changes });
		const few = await run(pair(member(), { limits: { modelCalls: 6 } }).lead);
		expect(few.usage.modelCalls).toBeLessThanOrEqual(6);
		tool.calls.length = 0;
		const outcome = await run(pair(member(), { limits: { toolCalls: 4 } }).lead);
		expect([tool.calls.length, outcome.usage.toolCalls]).toEqual([3, 4]);
	});

	it('shares tokens and cost between agents that work side by side', async () => {
		const costly = (): ChatModel => ({
			...scriptedChatModel(),
			async generate() {
				await new Promise((resolve) => setTimeout(resolve, 5));
				return {
					...{ text: 'Done.', finish: 'stop' as const, model: 'script:model', costUsd: 0.4 },
					usage: { inputTokens: 100, outputTokens: 100, estimated: false },
				};
			},
		});
		const facts = { modelFacts: { costUsd: () => 0.4 } };
		const names = ['one', 'two', 'three'];
		const model = scriptedChatModel(calling(...names.map((name): [string, { task: string }] => [name, { task: 'x' }])), 'All.');
		const members = names.map((name) => teamMember(ownVault(name, costly(), facts)));
		const outcome = await run(toolAgent(model, { id: 'lead', members, ...facts, limits: { costUsd: 1 } }));
		expect(outcome.usage.costUsd).toBeLessThanOrEqual(1);
		expect(outcome.team!.map(({ errorCode }) => errorCode ?? 'ok').sort()).toEqual(['AGENT_LIMIT_REACHED', 'AGENT_LIMIT_REACHED', 'ok']);
	});

	slowTest('ends a called agent before the time of its caller is up', async () => {
		const endless: ChatModel = {
			...scriptedChatModel(),
			generate: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
		};
		const outcome = await run(pair(ownVault('finder', endless), { limits: { wallClockMs: 400 } }).lead);
		expect(outcome).toMatchObject({ team: [{ outcome: 'error', errorCode: expect.stringMatching(/LIMIT_REACHED|TIMEOUT/) }] });
	});
});
