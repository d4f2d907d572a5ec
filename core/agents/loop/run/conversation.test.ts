import { toolAgent } from '../../../../sandbox/fakes/tool-agent';
import { scriptedChatModel } from '../../../../sandbox/fakes/scripted-chat-model';
import { type EntryBody, trailVersion } from '../trail/trail-entry';
import { startConversation } from './conversation';

const { definition } = toolAgent(scriptedChatModel(), {});
const prepared: EntryBody<'prepared'> = {
	...{ version: trailVersion, runId: 'r', agent: { id: 'a', version: '1.0.0', sha256: '' } },
	...{ message: 'Hi', images: 0, passages: [], turns: [], violations: [] },
};
const systemOf = (changes: Partial<EntryBody<'prepared'>>) =>
	startConversation(definition, { ...prepared, ...changes }, undefined, { language: 'en' }).system.content;

test.each([
	['the message', { message: 'I am [CPF_1_k3f9x2].' }],
	['an earlier turn', { turns: [{ message: 'I am [CPF_1_k3f9x2].', reply: 'Hello.', at: 1 }] }],
	['a summary', { summary: 'It is [CPF_1_k3f9x2].' }],
	['a memory', { memories: [{ text: 'Has [CPF_1_k3f9x2].' }] }],
	['a passage', { passages: [{ ...{ id: 'a', documentId: 'a', title: '', start: 0, end: 1, score: 1 }, text: 'Ask [CPF_1_k3f9x2].' }] }],
])('a model is told what tokens are where %s has one', (_where, changes) =>
	expect(systemOf(changes)).toContain('Placeholders in brackets, such as [CPF_1_k3f9x2], stand for values'),
);

test('and not where there is none', () => expect(systemOf({ message: 'Hi [CPF].' })).not.toContain('Placeholders'));

test('the passages of earlier answers are said to be others', () => {
	const withPassages = (turns: EntryBody<'prepared'>['turns']) => {
		const agent = { ...definition, knowledge: { documents: 'handbook' } } as typeof definition;
		return startConversation(agent, { ...prepared, turns }, undefined, { language: 'en' }).system.content;
	};
	expect(withPassages([{ message: 'And 110V?', reply: '24 months [1].', at: 1 }])).toContain('Earlier answers cite other passages');
	expect(withPassages([])).not.toContain('Earlier answers');
});
