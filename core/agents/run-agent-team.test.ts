import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../sandbox/fakes/tool-agent';
import { createVault } from '../guardrails/vault/create-vault';
import { createPlacedGuard } from '../guardrails/policy/apply-guardrails';
import { TroupeError } from '../base/errors';
import type { ChatModel, ChatResponse, ConversationState } from '../ports';
import type { AgentEvent } from './agent-event';
import { agentGuardrails } from './agent-guardrails';
import type { AgentOutcome, RunState } from './agent-outcome';
import type { AgentParts } from './agent-parts';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';
import type { TrailEntry } from './loop/trail/trail-entry';

const never = new AbortController().signal;
type Suspended = Extract<AgentOutcome, { state: RunState }>;

const ask = (agent: string, task: string, id?: string) => calling([agent, { task }, id]);
const lastText = (model: { requests: Array<{ messages: Array<{ content: string }> }> }) => model.requests.at(-1)!.messages.at(-1)!.content;
const run = (parts: AgentParts, message = 'Who is ana@example.com?') => runAgent({ message, conversationId: 'c1' }, parts, never);

/** A lead that asks an agent once and answers with what it got. */
function pair(member: AgentParts, changes: Parameters<typeof toolAgent>[1] = {}) {
	const { id } = member.definition;
	const model = scriptedChatModel(ask(id, 'Find ana@example.com', 'c'), async ({ messages }): Promise<ChatResponse> => ({
		...{ text: `It says: ${messages.at(-1)!.content}`, finish: 'stop', model: 'script:model' },
		usage: { inputTokens: 10, outputTokens: 5, estimated: false },
	}));
	return { model, lead: toolAgent(model, { id: 'lead', members: [teamMember(member)], ...changes }) };
}

/** Two agents have two vaults, unless a host stores them. */
function ownVault(id: string, model: ChatModel, changes: Parameters<typeof toolAgent>[1] = {}): AgentParts {
	const vault = createVault(['EMAIL_ADDRESS']);
	return toolAgent(model, { id, openVault: () => vault, ...changes });
}

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
		let most = 0;
		const slow: ChatModel = {
			...scriptedChatModel(),
			async generate() {
				most = Math.max(most, (running += 1));
				await new Promise((resolve) => setTimeout(resolve, 20));
				running -= 1;
				return { text: 'Done.', finish: 'stop', model: 'script:model', usage: { inputTokens: 1, outputTokens: 1, estimated: false } };
			},
		};
		const model = scriptedChatModel(calling(['one', { task: 'a' }], ['two', { task: 'b' }]), 'Both.');
		const lead = toolAgent(model, { id: 'lead', members: [teamMember(ownVault('one', slow)), teamMember(ownVault('two', slow))] });
		expect(await run(lead)).toMatchObject({ reply: 'Both.', team: [{ agent: { id: 'one' } }, { agent: { id: 'two' } }] });
		expect(most).toBe(2);
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
			/Overloaded/,
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

	it('ends a called agent before the time of its caller is up', async () => {
		const endless: ChatModel = {
			...scriptedChatModel(),
			generate: (_, signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
		};
		const outcome = await run(pair(ownVault('finder', endless), { limits: { wallClockMs: 400 } }).lead);
		expect(outcome).toMatchObject({ team: [{ outcome: 'error', errorCode: expect.stringMatching(/LIMIT_REACHED|TIMEOUT/) }] });
	});
});

describe('a called agent that waits for a person', () => {
	/** The called agent wants to pay twice; each payment is approved by a person. */
	function paying(changes: Parameters<typeof toolAgent>[1] = {}) {
		const pay = fakeTool('pay');
		const helper = scriptedChatModel(
			calling(['pay', { to: 'ana@example.com' }, 'p']),
			calling(['pay', { to: 'bob@example.com' }, 'p2']),
			'Paid both.',
		);
		const rules = [{ tool: 'pay', permission: 'ask' as const }];
		const clerk = ownVault('clerk', helper, { tools: [pay], rules, ...changes });
		const { lead, model } = pair(clerk, changes);
		const decide = ({ state, pending }: Suspended, on: AgentParts = lead) =>
			runAgent(
				{
					message: '',
					conversationId: '',
					resume: {
						state: JSON.parse(JSON.stringify(state)),
						decisions: pending.map(({ id }) => ({ id, kind: 'approval', approved: true }) as const),
					},
				},
				on,
				never,
			);
		return { lead, pay, helper, model, decide };
	}

	it('suspends the whole team, and resumes it where it was, as often as needed', async () => {
		const { lead, pay, helper, model, decide } = paying();
		const first = (await run(lead)) as Suspended;
		expect(first).toMatchObject({ kind: 'needs-human', reason: 'approval', agent: { id: 'lead' } });
		expect(first.pending).toEqual([
			expect.objectContaining({ id: 'c/p', agent: 'clerk', kind: 'approval', tool: 'pay', input: { to: 'ana@example.com' } }),
		]);
		expect(JSON.stringify(first.state)).not.toContain('ana@');
		const second = (await decide(first)) as Suspended;
		expect(second.pending).toEqual([expect.objectContaining({ id: 'c/p2', agent: 'clerk' })]);
		expect(second.state.id).not.toBe(first.state.id);
		const end = await decide(second);
		expect(end).toMatchObject({ kind: 'reply', reply: 'It says: Paid both.', runId: first.runId, usage: { modelCalls: 5, toolCalls: 3 } });
		expect(pay.calls).toEqual([{ to: 'ana@example.com' }, { to: 'bob@example.com' }]);
		expect([helper.requests.length, model.requests.length]).toEqual([3, 2]);
	});

	it('asks the next approver if nobody decides in time, wherever in the team the call was made', async () => {
		const clock = { time: 1_000, now: () => clock.time };
		const approval = { approver: 'clerk', timeoutMs: 60_000, escalateTo: [{ approver: 'boss' }] };
		const rules = [{ tool: 'pay', permission: 'ask' as const, approval }];
		const { lead, pay, decide } = paying({
			clock,
			rules: [...rules, { tool: '*', permission: 'allow' }],
			runs: createMemoryRunStore(clock),
		});
		const first = (await run(lead)) as Suspended;
		expect(first).toMatchObject({ whenTimedOut: 'escalate', pending: [{ id: 'c/p', approver: 'clerk' }] });
		clock.time += 60_000;
		const boss = (await decide({ ...first, pending: [] })) as Suspended;
		expect(boss).toMatchObject({ whenTimedOut: 'end', pending: [{ id: 'c/p', agent: 'clerk', approver: 'boss' }] });
		const second = (await decide(boss)) as Suspended;
		expect(second).toMatchObject({ whenTimedOut: 'escalate', pending: [{ id: 'c/p2', approver: 'clerk' }] });
		expect(await decide(second)).toMatchObject({ reply: 'It says: Paid both.' });
		expect(pay.calls).toHaveLength(2);
	});

	it('is resumed once by everybody who asks', async () => {
		const { lead, pay, decide } = paying({ runs: createMemoryRunStore() });
		const first = (await run(lead)) as Suspended;
		const second = (await decide(first)) as Suspended;
		await decide(second);
		await expect(decide(first)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
		await expect(decide(second)).rejects.toMatchObject({ code: 'RUN_ALREADY_RESUMED' });
		expect(pay.calls).toHaveLength(2);
	});

	it('lets a person decide on what two agents wait for, and what the caller waits for', async () => {
		const pays = [fakeTool('pay'), fakeTool('pay'), fakeTool('pay')];
		const rules = [
			{ tool: 'pay', permission: 'ask' as const },
			{ tool: '*', permission: 'allow' as const },
		];
		const paying = (id: string, index: number) =>
			ownVault(id, scriptedChatModel(calling(['pay', { number: index }, 'p']), `${id} paid.`), { tools: [pays[index]!], rules });
		const model = scriptedChatModel(calling(['one', { task: 'a' }, '1'], ['two', { task: 'b' }, '2'], ['pay', { number: 2 }, '3']), 'All.');
		const members = [teamMember(paying('one', 0)), teamMember(paying('two', 1))];
		const lead = toolAgent(model, { id: 'lead', members, tools: [pays[2]!], rules });
		const waiting = (await run(lead)) as Suspended;
		expect(waiting.pending.map(({ id }) => id)).toEqual(['1/p', '2/p', '3']);
		const decisions = waiting.pending.map(({ id }) => ({ id, kind: 'approval' as const, approved: id !== '2/p' }));
		const end = await runAgent({ message: '', conversationId: '', resume: { state: waiting.state, decisions } }, lead, never);
		expect(end).toMatchObject({ kind: 'reply', reply: 'All.' });
		expect(pays.map(({ calls }) => calls.length)).toEqual([1, 0, 1]);
	});
});

describe('the trail of a team', () => {
	const paths = (trail: unknown[]) =>
		(trail as TrailEntry[]).map((entry) => (entry.kind === 'called' ? `${entry.agent}: ${entry.entry.kind}` : entry.kind));

	async function recorded() {
		let trail: unknown[] = [];
		const look = fakeTool('look');
		const finder = ownVault('finder', scriptedChatModel(calling(['look', { number: 1 }, 'l']), 'Nobody.'), { tools: [look] });
		const { lead } = pair(finder, { onTrail: (entries) => void (trail = entries) });
		const outcome = await run(lead);
		return { trail: JSON.parse(JSON.stringify(trail)) as unknown[], outcome, lead, finder, look };
	}

	it('is one, and names the agent of each entry', async () => {
		expect(paths((await recorded()).trail)).toEqual([
			...['prepared', 'model', 'tool-started'],
			...['prepared', 'model', 'tool-started', 'tool-finished', 'model', 'ended'].map((kind) => `finder: ${kind}`),
			...['tool-finished', 'model', 'ended'],
		]);
	});

	it('replays the whole team without a model or a tool', async () => {
		const { trail, outcome, lead, finder, look } = await recorded();
		const silent = { ...finder, model: scriptedChatModel() };
		const events: AgentEvent[] = [];
		const replay = (members = [teamMember(silent)]) =>
			runAgent(
				{ message: '', conversationId: 'c1', trail },
				{ ...lead, members, model: scriptedChatModel(), mode: 'replay', onEvent: (event) => void events.push(event) },
				never,
			);
		expect(await replay()).toEqual(outcome);
		expect(look.calls).toHaveLength(1);
		const kinds = events.map(({ kind, team }) => `${team ? 'finder ' : ''}${kind}`);
		expect(kinds).toContain('finder tool-finished');
		expect(kinds.indexOf('finder finished')).toBeLessThan(kinds.indexOf('tool-finished'));
		const other = teamMember({ ...silent, definitionSha256: 'b'.repeat(64) });
		await expect(replay([other])).rejects.toMatchObject({ code: 'REPLAY_DIVERGED' });
	});

	it('lets another process continue a run that was killed inside a called agent, without calling a tool again', async () => {
		let now = 0;
		const runs = createMemoryRunStore({ now: () => now });
		const pay = fakeTool('pay', () => 'paid');
		let isKilled = false;
		const process = new AbortController();
		/** The first process ends after the payment: whatever it does then is not stored. */
		const dying: typeof runs = {
			...runs,
			append: (...all) => (isKilled ? new Promise<void>(() => undefined) : runs.append(...all)),
		};
		const answers = [calling(['pay', { number: 1 }, 'p']), 'It is paid.'];
		const { promise: killed, resolve: kill } = Promise.withResolvers<void>();
		const dies = async (): Promise<ChatResponse> => {
			isKilled = true;
			kill();
			return new Promise(() => undefined);
		};
		const first = pair(ownVault('clerk', scriptedChatModel(answers[0]!, dies), { tools: [pay] }), { runs: dying });
		void runAgent({ message: 'Pay', conversationId: 'c1', runId: 'job-1' }, first.lead, process.signal).catch(() => undefined);
		await killed;
		now = 60_000; // its lease is over
		const clerk = scriptedChatModel('It is paid.');
		const second = pair(ownVault('clerk', clerk, { tools: [pay] }), { runs });
		const model = scriptedChatModel('Settled.');
		const end = await runAgent({ message: 'Pay', conversationId: 'c1', runId: 'job-1' }, { ...second.lead, model }, never);
		expect(end).toMatchObject({ reply: 'Settled.', usage: { toolCalls: 2, modelCalls: 4 } });
		expect([pay.calls.length, clerk.requests.length]).toEqual([1, 1]);
		process.abort();
	});
});

describe('the scratchpad of a team', () => {
	/** The lead writes a note, the helper reads it and writes another one, and the lead reads both. */
	function team(scratchpad?: object, texts = ['Call ana@example.com', 'Called.']) {
		const helper = scriptedChatModel(
			calling(['read_notes', {}, 'r']),
			calling(['write_note', { name: 'result', text: texts[1]! }, 'w']),
			'Done.',
		);
		const model = scriptedChatModel(
			calling(['write_note', { name: 'goal', text: texts[0]! }, 'w']),
			ask('helper', 'Do what the notes say.'),
			calling(['read_notes', {}, 'r']),
			'All done.',
		);
		const member = teamMember(ownVault('helper', helper));
		let trail: unknown[] = [];
		const lead = toolAgent(model, {
			...{ id: 'lead', members: [member], settings: scratchpad && { scratchpad } },
			onTrail: (entries) => void (trail = entries),
		});
		return { lead, helper, model, trail: () => trail as TrailEntry[] };
	}
	const results = (model: ReturnType<typeof scriptedChatModel>) =>
		model.requests.at(-1)!.messages.flatMap(({ role, content }) => (role === 'tool' ? [content] : []));

	it('is read and written by all of its agents, each with its own masks', async () => {
		const { lead, helper, model, trail } = team({});
		await run(lead);
		expect(results(helper)).toEqual([expect.stringMatching(/^goal \(lead\): Call \[EMAIL_1_\w+\]$/), 'Noted.']);
		expect(results(model).at(-1)).toMatch(/^goal \(lead\): Call \[EMAIL_1_\w+\]\nresult \(helper\): Called.$/);
		const notes = listNotes(trail());
		expect(notes.map(({ by, name }) => `${by}: ${name}`)).toEqual(['lead: goal', 'helper: result']);
		expect(JSON.stringify(trail())).not.toContain('ana@');
	});

	it('is bounded, and is not there without the setting', async () => {
		const full = team({ notes: 1, characters: 100 });
		await run(full.lead);
		expect(results(full.helper).at(-1)).toContain('has 1 notes, which is the max');
		const none = team();
		await run(none.lead);
		expect(results(none.model)[0]).toContain('There is no tool of this name');
	});
});

const listNotes = (trail: TrailEntry[]) => trail.flatMap((entry) => (entry.kind === 'noted' ? [entry] : []));

describe('a hand-over', () => {
	function desk(changes: Parameters<typeof toolAgent>[1] = {}) {
		const remember = jest.fn(async () => undefined);
		const turns = [{ message: 'Hello', reply: 'Hi', at: 1 }];
		const memory = { recall: async () => ({ turns, memories: [] }), remember };
		const specialist = scriptedChatModel('Your invoice is paid.');
		const billing = ownVault('billing', specialist, { memory, ...changes });
		const lead = scriptedChatModel(calling(['billing', { note: 'Asks about invoice 7.' }, 'h']));
		const members = [teamMember(billing, { handOver: 'once' })];
		return { lead: toolAgent(lead, { id: 'desk', members, memory }), specialist, remember };
	}

	it('lets the other agent answer the customer, in the same conversation', async () => {
		const { lead, specialist, remember } = desk();
		const outcome = await run(lead, 'Is my invoice paid?');
		expect(outcome).toMatchObject({ kind: 'reply', reply: 'Your invoice is paid.', agent: { id: 'desk' }, usage: { modelCalls: 2 } });
		expect(specialist.requests[0]!.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
		expect(lastText(specialist)).toBe('Is my invoice paid?\n\n[Note of the agent desk: Asks about invoice 7.]');
		expect(remember).toHaveBeenCalledTimes(1);
		expect(remember).toHaveBeenCalledWith(expect.anything(), expect.objectContaining({ reply: 'Your invoice is paid.' }));
	});

	it('streams what it says, and waits for a person where it does', async () => {
		const events: AgentEvent[] = [];
		const { lead } = desk();
		await run({ ...lead, onEvent: (event) => void events.push(event) }, 'Is my invoice paid?');
		expect(events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : [])).join('')).toBe('Your invoice is paid.');
	});

	it('keeps the guardrails of the agent that answers', async () => {
		const { lead } = desk({ limits: { messageCharacters: 5 } });
		expect(await run(lead, 'Is my invoice paid?')).toMatchObject({ kind: 'blocked', guardrail: 'message-length' });
	});

	it('stays with the other agent until it returns the conversation', async () => {
		let state: ConversationState | undefined;
		const conversations: AgentParts['conversations'] = {
			read: async () => state,
			change: async (_, change) => (state = change(state)),
		};
		const specialist = scriptedChatModel(
			'Which invoice?',
			'Invoice 7 is paid.',
			calling(['return_conversation', { note: 'Asks about delivery.' }, 'r']),
		);
		const model = scriptedChatModel(calling(['billing', {}, 'h']), 'It comes on Friday.', 'You are welcome.');
		const members = [teamMember(ownVault('billing', specialist), { handOver: 'stays' })];
		let trail: unknown[] = [];
		const lead = toolAgent(model, { id: 'desk', members, conversations, onTrail: (entries) => void (trail = entries) });
		expect(await run(lead, 'My invoice?')).toMatchObject({ reply: 'Which invoice?' });
		expect(await run(lead, 'Number 7.')).toMatchObject({ reply: 'Invoice 7 is paid.', usage: { modelCalls: 1 } });
		const third = await run(lead, 'And my parcel?');
		expect(third).toMatchObject({ kind: 'reply', reply: 'It comes on Friday.' });
		expect(lastText(model)).toBe('And my parcel?\n\n[The agent billing returned the conversation to you: Asks about delivery.]');
		const replayed = await runAgent(
			{ message: '', conversationId: 'c1', trail: JSON.parse(JSON.stringify(trail)) as unknown[] },
			{ ...lead, mode: 'replay', model: scriptedChatModel() },
			never,
		);
		expect(replayed).toEqual(third);
		expect(await run(lead, 'Thanks!')).toMatchObject({ reply: 'You are welcome.' });
		expect(specialist.requests).toHaveLength(3);
	});

	it('is made once for a message', async () => {
		const other = teamMember(ownVault('other', scriptedChatModel('Never said.')), { handOver: 'once' });
		const { lead } = desk();
		const model = scriptedChatModel(calling(['billing', {}, 'h'], ['other', {}, 'o']));
		const outcome = await run({ ...lead, model, members: [...lead.members!, other] }, 'Is my invoice paid?');
		expect(outcome).toMatchObject({ reply: 'Your invoice is paid.' });
		expect(other.opened).toBe(0);
	});
});
