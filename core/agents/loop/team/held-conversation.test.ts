import { lastText, never, ownVault, run } from '../../../../sandbox/fakes/agent-team';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, teamMember, toolAgent } from '../../../../sandbox/fakes/tool-agent';
import type { ConversationState } from '../../../ports';
import type { AgentEvent } from '../../agent-event';
import type { AgentParts } from '../../agent-parts';
import { runAgent } from '../../run-agent';

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
