import { never, ownVault, pair, run } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember } from '../../../../test/fakes/tool-agent';
import type { ChatResponse } from '../../../ports/models/models';
import type { AgentEvent } from '../../agent-event';
import { createMemoryRunStore } from '../../memory-run-store';
import { runAgent } from '../../run-agent';
import type { TrailEntry } from '../trail/trail-entry';

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
