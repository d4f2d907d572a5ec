import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import type { Switch } from '../ports/switches';
import { SwitchWatch } from '../switches/switch-watch';
import type { RunState } from './agent-outcome';
import type { AgentParts } from './agent-parts';
import { createMemoryRunStore } from './memory-run-store';
import { runAgent } from './run-agent';
import { withViews } from '../../test/support/with-views';

const never = new AbortController().signal;
let off: Switch[];
let watch: SwitchWatch;
beforeEach(() => {
	off = [];
	watch = new SwitchWatch(async () => off, { everyMs: 2 });
});

const turnOff = (target = 'all') => void off.push({ tenant: 'acme', target, reason: 'wrong prices', changedAt: 0, changedBy: 'user:ana' });
const watched = (agent: string): Pick<AgentParts, 'watchSwitches'> => ({
	watchSwitches: (run) => watch.watch({ tenant: 'acme', agent, run }),
});
const ask = (parts: AgentParts, runId = 'r1') => runAgent({ message: 'Go', conversationId: 'c', runId }, parts, never);

/** Never ends by itself. */
const hanging = (signal: AbortSignal) =>
	new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }));

test('a run that is stopped while a tool works asks no model and calls no tool any more (genai-io/gen-code#433)', async () => {
	const pay = fakeTool('pay', (_input, { signal }) => (turnOff(), hanging(signal)));
	const look = fakeTool('look');
	const model = scriptedChatModel(calling(['pay', {}]), calling(['look', {}]), 'Done.');
	await expect(ask(toolAgent(model, { tools: [pay, look], ...watched('clerk') }))).rejects.toMatchObject({
		code: 'RUN_STOPPED',
		message: expect.stringMatching(/^user:ana turned off .*: wrong prices.* not known: pay\.$/) as string,
		details: { inFlight: ['pay'], reason: 'wrong prices', changedBy: 'user:ana' },
	});
	expect([model.requests.length, look.calls]).toEqual([1, []]);
});

test('a run that is stopped while a model answers ends, although the model heeds no signal (crewAIInc/crewAI#3445)', async () => {
	const model = scriptedChatModel(() => (turnOff(), new Promise(() => undefined)));
	await expect(ask(toolAgent(model, watched('clerk')))).rejects.toMatchObject({ code: 'RUN_STOPPED', details: { inFlight: [] } });
});

test('a stop of all agents ends the agents that a run called (mastra-ai/mastra#14820)', async () => {
	const pay = fakeTool('pay', (_input, { signal }) => (turnOff(), hanging(signal)));
	const member = teamMember(() =>
		toolAgent(scriptedChatModel(calling(['pay', {}]), 'Paid.'), { id: 'cashier', tools: [pay], ...watched('cashier') }),
	);
	const lead = scriptedChatModel(calling(['cashier', { task: 'Pay.' }]), 'Done.');
	await expect(ask(toolAgent(lead, { members: [member], ...watched('clerk') }))).rejects.toMatchObject({
		code: 'RUN_STOPPED',
		details: { inFlight: ['cashier', 'pay'] },
	});
	expect(lead.requests).toHaveLength(1);
});

test('a run whose member is stopped ends, too', async () => {
	turnOff('agent:cashier');
	const asked = scriptedChatModel();
	const member = teamMember(() => toolAgent(asked, { id: 'cashier', ...watched('cashier') }));
	const lead = scriptedChatModel(calling(['cashier', { task: 'Pay.' }]), 'Done.');
	await expect(ask(toolAgent(lead, { members: [member], ...watched('clerk') }))).rejects.toMatchObject({
		code: 'RUN_STOPPED',
		details: { target: 'agent:cashier' },
	});
	expect(asked.requests).toEqual([]);
});

test('a run that waits for a person stays, is not continued while it is stopped, and continues after the start (gotgenes/pi-packages#913)', async () => {
	const pay = fakeTool('pay');
	const model = scriptedChatModel(calling(['pay', {}, 'p']), 'Paid.');
	const runs = createMemoryRunStore();
	const parts = toolAgent(model, { tools: [pay], rules: [{ tool: 'pay', permission: 'ask' }], runs, ...watched('clerk') });
	const { state } = (await ask(parts)) as { state?: RunState };
	const resume = () =>
		runAgent(
			{ message: '', conversationId: '', resume: { state, decisions: withViews(state, [{ id: 'p', kind: 'approval', approved: true }]) } },
			parts,
			never,
		);
	turnOff('run:r1');
	await new Promise((later) => setTimeout(later, 5));
	await expect(resume()).rejects.toMatchObject({ code: 'RUN_STOPPED', details: { target: 'run:r1' } });
	expect(pay.calls).toEqual([]);
	off = [];
	await new Promise((later) => setTimeout(later, 5));
	expect(await resume()).toMatchObject({ kind: 'reply', reply: 'Paid.' });
});

test('what a guardrail says because its model was stopped is not the answer of the run', async () => {
	const model = scriptedChatModel('An answer.');
	const parts = toolAgent(model, watched('clerk'));
	const { guard } = parts;
	const check: typeof guard.check = async (stage, ...rest) => {
		if (stage !== 'output') return guard.check(stage, ...rest);
		turnOff();
		await new Promise((later) => setTimeout(later, 10));
		return guard.check(stage, ...rest);
	};
	await expect(ask({ ...parts, guard: Object.assign(Object.create(guard) as typeof guard, { check }) })).rejects.toMatchObject({
		code: 'RUN_STOPPED',
	});
});

test('a replay asks nobody, and is not stopped', async () => {
	let trail: unknown[] = [];
	const parts = toolAgent(scriptedChatModel('Hello.'), { ...watched('clerk'), onTrail: (entries) => void (trail = entries) });
	await ask(parts);
	turnOff();
	expect(await runAgent({ message: '', conversationId: 'c', trail }, { ...parts, mode: 'replay' }, never)).toMatchObject({ kind: 'reply' });
});

test('a run that waits ends with the session in which it was asked for, whoever decides', async () => {
	const pay = fakeTool('pay');
	const runs = createMemoryRunStore();
	const watchSwitches: AgentParts['watchSwitches'] = (run, caller, session) =>
		watch.watch({ tenant: 'acme', agent: 'clerk', run, caller, session });
	const model = scriptedChatModel(calling(['pay', {}, 'p']), 'Paid.');
	const parts = { ...toolAgent(model, { tools: [pay], rules: [{ tool: 'pay', permission: 'ask' }], runs }), watchSwitches };
	const asked = { message: 'Go', conversationId: 'c', runId: 'r1', by: 'key:k1', session: 'trp_1' };
	const { state } = (await runAgent(asked, parts, never)) as { state?: RunState };
	turnOff('caller:key:trp_1');
	const decisions = withViews(state, [{ id: 'p', kind: 'approval', approved: true }]);
	const resume = { state, decisions, by: 'key:k2' };
	await expect(runAgent({ message: '', conversationId: '', resume }, parts, never)).rejects.toMatchObject({
		...{ code: 'ACCESS_DENIED', details: { caller: 'key:trp_1' } },
	});
	expect(pay.calls).toEqual([]);
});
