/** The outcome carries the labels of all that the run read, cited or not, and of what earlier turns and called agents read. */
import { calling, fakeTool, teamMember, toolAgent } from '../../test/fakes/tool-agent';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { AgentParts } from './agent-parts';
import type { Passage } from '../ports/knowledge/passages';
import type { ConversationTurn } from '../ports/memory';
import { runAgent } from './run-agent';

const never = new AbortController().signal;
const secret: Passage = {
	...{ id: 'd#1', documentId: 'd', title: 'Board', text: 'The board has 40 days.', start: 0, end: 22, score: 1 },
	labels: { class: 'confidential', trust: 'own' },
};
const found = {
	passages: [secret],
	search: { collection: 'c', mode: 'lexical' as const, passages: 1, documents: ['d'], questionSha256: '' },
};
const optional = (parts: AgentParts): AgentParts => ({
	...parts,
	definition: { ...parts.definition, knowledge: { documents: 'hr', passages: 3, citations: 'optional' } },
	retriever: { retrieve: () => Promise.resolve(found) },
});
const ask = (parts: AgentParts, more: object = {}) =>
	runAgent({ message: 'Days of the board?', conversationId: 'c', ...more }, parts, never);
const read = { class: ['confidential'], trust: ['own'] };
const search = () => ({ ...fakeTool('search'), call: async () => ({ kind: 'ok' as const, text: secret.text, ...found }) });

test('a reply without a citation has the labels of its passages (sipyourdrink-ltd/bernstein#5042)', async () => {
	const outcome = await ask(optional(toolAgent(scriptedChatModel('They have 40 days.'), { tools: [] })));
	expect(outcome).toMatchObject({ kind: 'reply', citations: [], sensitivity: read });
	expect(await ask(toolAgent(scriptedChatModel('Hello.'), { tools: [] }))).not.toHaveProperty('sensitivity');
});

test('so has one that rests on a search tool, on a memory, on an earlier turn, or on the message', async () => {
	const model = scriptedChatModel({ text: '', ...calling(['search', { number: 1 }, 's']), finish: 'tool-calls' }, 'They have 40 days.');
	expect(await ask(toolAgent(model, { tools: [search()] }))).toMatchObject({ sensitivity: read });
	const remembered = { text: 'Earns 9,000.', labels: { source: 'workflow' as const, class: 'salary' } };
	const recalling = { recall: async () => ({ turns: [], memories: [remembered] }), remember: async () => undefined } as never;
	expect(await ask(toolAgent(scriptedChatModel('Yes.'), { tools: [], memory: recalling }))).toMatchObject({
		sensitivity: { class: ['salary'] },
	});
	const said = { sensitivity: { class: ['draft'] } };
	expect(await ask(toolAgent(scriptedChatModel('Yes.'), { tools: [] }), said)).toMatchObject(said);
});

test('a turn keeps them, so that a later turn that repeats it has them', async () => {
	const turns: ConversationTurn[] = [];
	const memory: AgentParts['memory'] = {
		recall: async () => ({ turns, memories: [] }),
		remember: async (_, turn) => void turns.push(turn),
	};
	await ask(optional(toolAgent(scriptedChatModel('They have 40 days.'), { tools: [], memory })));
	expect(turns).toMatchObject([{ sensitivity: read }]);
	const later = await ask(toolAgent(scriptedChatModel('As I said: 40 days.'), { tools: [], memory }));
	expect(later.sensitivity).toEqual(read);
	expect(turns[1]).toMatchObject({ sensitivity: read });
});

test('the answer of a called agent brings those of what it read', async () => {
	const member = teamMember(optional(toolAgent(scriptedChatModel('They have 40 days.'), { id: 'hr', tools: [] })));
	const model = scriptedChatModel({ text: '', ...calling([member.tool.name, { task: 'Days?' }, 'm']), finish: 'tool-calls' }, '40 days.');
	expect(await ask(toolAgent(model, { members: [member], tools: [] }))).toMatchObject({ sensitivity: read });
});

describe('a rule for a class', () => {
	const rules = [
		{ tool: 'send', classes: ['confidential'], permission: 'deny' as const },
		{ tool: '*', permission: 'allow' as const, afterResults: true },
	];
	const sending = (...before: string[]) =>
		scriptedChatModel(
			...before.map((name) => ({ text: '', ...calling([name, { number: 1 }, name]), finish: 'tool-calls' as const })),
			{ text: '', ...calling(['send', { number: 2 }, 'x']), finish: 'tool-calls' },
			'Done.',
		);

	test('holds once the model has read something of it', async () => {
		const send = fakeTool('send');
		await ask(toolAgent(sending('search'), { tools: [search(), send], rules }));
		expect(send.calls).toEqual([]);
		await ask(toolAgent(sending(), { tools: [search(), send], rules }));
		expect(send.calls).toHaveLength(1);
	});
});
