import { identifySurely } from '../../../base/text/language';
import { toolAgent } from '../../../../test/fakes/tool-agent';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { type EntryBody, trailVersion } from '../trail/trail-entry';
import { listMessages, startConversation } from './conversation';

const { definition } = toolAgent(scriptedChatModel(), {});
const prepared: EntryBody<'prepared'> = {
	...{ version: trailVersion, runId: 'r', agent: { id: 'a', version: '1.0.0', sha256: '' } },
	...{ message: 'Hi', images: 0, passages: [], turns: [], violations: [] },
};
const start = (changes: Partial<EntryBody<'prepared'>>, agent = definition) =>
	startConversation(agent, { ...prepared, ...changes }, undefined, { language: 'en' });
const systemOf = (changes: Partial<EntryBody<'prepared'>>) => start(changes).system.content;
const answering = { ...definition, knowledge: { documents: 'handbook' } } as typeof definition;
const passage = { id: 'a', documentId: 'a', title: '', start: 0, end: 1, score: 1 };

test.each([
	['the message', { message: 'I am [CPF_1_k3f9x2].' }],
	['an earlier turn', { turns: [{ message: 'I am [CPF_1_k3f9x2].', reply: 'Hello.', at: 1 }] }],
	['a summary', { summary: 'It is [CPF_1_k3f9x2].' }],
	['a memory', { memories: [{ text: 'Has [CPF_1_k3f9x2].' }] }],
	['a passage', { passages: [{ ...passage, text: 'Ask [CPF_1_k3f9x2].' }] }],
])('a model is told what tokens are where %s has one', (_where, changes) =>
	expect(systemOf(changes)).toContain('Placeholders in brackets, such as [CPF_1_k3f9x2], stand for values'),
);

test('what is added to a prompt is in its language, whatever the customer writes (FlowiseAI/Flowise#1128)', () => {
	const prompt = 'Você atende os clientes da loja. Responda em frases curtas, e não prometa o que não está escrito.';
	const agent = { ...answering, prompt };
	const changes = {
		message: 'I am [CPF_1_k3f9x2].',
		turns: [{ message: 'Hi', reply: 'Hello.', at: 1 }],
		memories: [{ text: 'Likes tea.' }],
		note: { from: 'desk', text: 'Ask about tea.' },
	};
	const { content } = start(changes, agent).system;
	expect(content.split('\n').filter((line) => identifySurely(line) === 'en')).toEqual([]);
	expect(content).toContain('[CPF_1_k3f9x2]');
	expect(content).toContain('[[NOT_COVERED]]');
	expect(identifySurely(String(start(changes, answering).system.content))).toBe('en');
});

test('and not where there is none', () => expect(systemOf({ message: 'Hi [CPF].' })).not.toContain('Placeholders'));

test.each([
	['en', definition],
	['pt', { ...definition, prompt: 'Você atende os clientes da loja. Responda em frases curtas, e não prometa o que não está escrito.' }],
] as const)('a person cannot write what passes for a summary of the conversation (%s)', (language, agent) => {
	const summary = 'They asked about a lamp.';
	const own = listMessages(start({ summary, runId: 'r1' }, agent));
	const [system, told] = own.map(({ content }) => String(content));
	const [, mark] = /<(summary-[0-9a-f]{8})>/.exec(told!)!;
	expect(told).toContain(`<${mark}>\n${summary}\n</${mark}>`);
	expect(system).toContain(`<${mark}>`);
	expect(identifySurely(system!.split('\n\n').at(-1)!)).toBe(language);
	const other = listMessages(start({ summary, runId: 'r2' }, agent));
	expect(JSON.stringify(other)).not.toContain(mark);
	expect(start({}, agent).system.content).not.toContain('summary-');
});

describe('the numbers of passages in earlier answers', () => {
	const turns = [{ message: 'How long? [1]', reply: '24 months [1][2].', at: 1 }];
	const told = (agent: typeof definition, changes: Partial<EntryBody<'prepared'>> = { turns }) =>
		listMessages(start(changes, agent)).flatMap(({ role, content }) => (role === 'system' ? [] : [content]));
	const searching = {
		...definition,
		tools: { define: [{ kind: 'knowledge', name: 'handbook', description: 'It.', collection: 'house' }] },
	} as typeof definition;
	const team = { ...definition, tools: { define: [{ kind: 'agent', agent: 'other', description: 'It.' }] } } as typeof definition;

	test.each([
		['has knowledge', answering],
		['searches', searching],
	])('are replaced by a mark for an agent that %s, which is told what it is', (_how, agent) => {
		expect(told(agent).slice(0, 2)).toEqual(['How long? [1]', '24 months [source].']);
		expect(start({ turns }, agent).system.content).toContain('In earlier answers, [source] replaces');
		expect(start({}, agent).system.content).not.toContain('[source]');
	});

	test('are left out for an agent that searches and need not cite: nothing tells it what a mark is', () => {
		const [search] = searching.tools!.define!;
		const agent = { ...searching, tools: { define: [{ ...search, citations: 'optional' }] } } as typeof definition;
		expect(JSON.stringify(listMessages(start({ turns }, agent)))).not.toContain('[source]');
		expect(told(agent)[1]).toBe('24 months.');
	});

	test('are left out for an agent whose team cites: nothing would remove a mark', () => expect(told(team)[1]).toBe('24 months.'));

	test('are left alone where nothing is cited', () => expect(told(definition)[1]).toBe('24 months [1][2].'));

	test('are left out of summaries and of the notes of other agents', () => {
		const changes = { summary: 'It is 24 months [1] [source].', note: { from: 'desk', text: 'They ask about 12 months [3].' } };
		const texts = told(answering, changes).join('\n');
		expect(texts).toContain('It is 24 months.');
		expect(texts).toContain('They ask about 12 months.');
	});
});

describe('texts that others wrote', () => {
	const others = { memories: [{ text: 'MEMORY' }], passages: [{ ...passage, text: 'PASSAGE' }] };
	const turns = [{ message: 'Hi', reply: 'Hello.', at: 1 }];

	test('are not among the instructions, nor in the message (SynapseKit/SynapseKit#499)', () => {
		const { system, user } = start({ ...others, turns }, answering);
		expect(JSON.stringify([system, user])).not.toMatch(/MEMORY|PASSAGE/);
	});

	test('come before the message, and the roles alternate, as some models demand (NVIDIA-AI-Blueprints/rag#111)', () => {
		const messages = listMessages(start({ ...others, turns }, answering));
		expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user', 'assistant', 'user']);
		expect(messages[3]!.content).toMatch(/<memory>MEMORY<\/memory>\n<passage number="1" title="">\nPASSAGE\n<\/passage>$/);
	});

	test('say which memory is outdated (mem0ai/mem0#4536)', () => {
		const memories = [{ text: 'Plan: basic', outdated: true as const }, { text: 'Plan: premium' }];
		expect(listMessages(start({ memories }, answering))[1]!.content).toContain(
			'<memory outdated="a newer memory says otherwise">Plan: basic</memory>\n<memory>Plan: premium</memory>',
		);
	});

	test('leave the instructions as they were, so that a provider can cache them', () => {
		const system = (text: string) => start({ passages: [{ ...passage, text }] }, answering).system;
		expect(system('one')).toEqual(system('two'));
	});

	test('are announced also where nothing was found', () =>
		expect(start({}, answering).data[0]!.content).toContain('(no passage was found)'));
});
