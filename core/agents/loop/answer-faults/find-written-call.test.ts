import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { calling, fakeTool, toolAgent } from '../../../../test/fakes/tool-agent';
import type { AgentEvent } from '../../agent-event';
import { runAgent } from '../../run-agent';

const never = new AbortController().signal;
const honest = 'I cannot answer this, but a person can help you.';

/** Plays an agent that can look a room up and pass the guest to the kitchen, and returns what the guest read while it was written. */
async function play(script: Parameters<typeof scriptedChatModel>, message = 'Is room 4 free?', prompt = 'You help guests.') {
	const model = scriptedChatModel(...script);
	const tools = [fakeTool('find_room', () => 'free', { effect: 'reads' }), fakeTool('pass_to_kitchen'), fakeTool('Kitchen')];
	const events: AgentEvent[] = [];
	const parts = toolAgent(model, { tools, onEvent: (event) => void events.push(event) });
	const outcome = await runAgent({ message, conversationId: 'c1' }, { ...parts, definition: { ...parts.definition, prompt } }, never);
	const shown = events.reduce((text, event) => {
		if (event.kind === 'model-withdrawn' || (event.kind === 'model-finished' && event.toolCalls > 0)) return '';
		return event.kind === 'model-part' ? text + event.text : text;
	}, '');
	const pieces = events.flatMap((event) => (event.kind === 'model-part' ? [event.text] : []));
	return { outcome, model, tools, shown, parts: pieces.join('') };
}

const look = calling(['find_room', { number: 4 }]);

test.each([
	['I will look.\n```json\n{"name": "find_room", "arguments": {"number": 4}}\n```', 'github/app#1499'],
	['Please wait, pass_to_kitchen will take your order.', 'openai/openai-agents-python#568'],
	['{"go_to": "Kitchen"}', 'moeru-ai/airi#2161'],
	['[passing you to the kitchen]', 'jupyter-naas/abi#854'],
	["I'll hand this off to the kitchen.", 'openai/openai-agents-python#2352'],
])('a model that writes in place of a call is told once, and can make it: %s (%s)', async (text) => {
	const { outcome, model, shown, parts } = await play([text, look, 'Yes, room 4 is free.']);
	expect(outcome).toMatchObject({ kind: 'reply', reply: 'Yes, room 4 is free.' });
	expect(model.requests[1]!.messages.at(-1)!.content).toContain('Your last answer was not shown');
	expect(shown).toBe('Yes, room 4 is free.');
	expect(parts).not.toMatch(/find_room|pass_to|Kitchen/);
});

test('a model that writes it twice is replaced by an honest word, also where the answer is streamed', async () => {
	const { outcome, shown, parts } = await play(['I look: find_room(number=4)', 'Wait. pass_to_kitchen']);
	expect(outcome).toMatchObject({ kind: 'needs-human', reply: honest });
	expect(shown).toBe(honest);
	expect(parts).not.toMatch(/find_room|pass_to/);
});

test('a name that the customer wrote may be in the answer, and so may JSON that was asked for', async () => {
	const named = await play(['It is find_room that looks it up.'], 'What does find_room do?');
	expect(named.outcome).toMatchObject({ kind: 'reply', reply: 'It is find_room that looks it up.' });
	const json = await play(['{"rooms": [4], "Kitchen": true}'], 'List the rooms as JSON, please.');
	expect([json.outcome.kind, json.shown]).toEqual(['reply', '{"rooms": [4], "Kitchen": true}']);
});

test.each(['Our Kitchen [closed on Mondays] is open today.', '[Room 4] is free.', '*Room 4* is free.', '(Yes.)'])(
	'words in brackets are an answer: %s',
	async (text) => {
		const { outcome, shown } = await play([text]);
		expect([outcome.kind, outcome.reply, shown]).toEqual(['reply', text, text]);
	},
);
