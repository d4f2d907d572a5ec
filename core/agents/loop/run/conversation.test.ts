import { toolAgent } from '../../../../sandbox/fakes/tool-agent';
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

test('and not where there is none', () => expect(systemOf({ message: 'Hi [CPF].' })).not.toContain('Placeholders'));

test('the passages of earlier answers are said to be others', () => {
	const withPassages = (turns: EntryBody<'prepared'>['turns']) => start({ turns }, answering).system.content;
	expect(withPassages([{ message: 'And 110V?', reply: '24 months [1].', at: 1 }])).toContain('Earlier answers cite other passages');
	expect(withPassages([])).not.toContain('Earlier answers');
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
