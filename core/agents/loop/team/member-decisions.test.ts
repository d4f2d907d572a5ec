import { never, ownVault, pair, run, type Suspended } from '../../../../test/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, teamMember, toolAgent } from '../../../../test/fakes/tool-agent';
import type { AgentEvent } from '../../agent-event';
import type { AgentParts } from '../../agent-parts';
import { createMemoryRunStore } from '../../memory-run-store';
import { runAgent } from '../../run-agent';
import { withViews } from '../../../../test/support/with-views';

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
						decisions: withViews(
							state,
							pending.map(({ id }) => ({ id, kind: 'approval', approved: true })),
						),
						by: 'terminal:ana',
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

	it('has the record of who decided, and of what was shown, beside its call', async () => {
		const { lead, decide } = paying();
		const first = (await run(lead)) as Suspended;
		const events: AgentEvent[] = [];
		await decide(first, { ...lead, onEvent: (event) => void events.push(event) });
		const shown = first.pending.map((one) => one.kind === 'approval' && one.viewSha256)[0];
		expect(events.filter(({ kind }) => kind === 'decided')).toMatchObject([
			{ callId: 'p', approved: true, by: 'terminal:ana', viewSha256: shown, team: { agent: 'clerk', call: 'c' } },
		]);
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
		const end = await runAgent(
			{ message: '', conversationId: '', resume: { state: waiting.state, decisions: withViews(waiting.state, decisions) } },
			lead,
			never,
		);
		expect(end).toMatchObject({ kind: 'reply', reply: 'All.' });
		expect(pays.map(({ calls }) => calls.length)).toEqual([1, 0, 1]);
	});
});
