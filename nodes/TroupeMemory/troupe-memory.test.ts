import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { openGate } from '../../test/fakes/permissive-gate';
import { fakeExecuteFunctions, type FakeExecution } from '../../test/support/n8n/fake-execute-functions';
import { execute } from './execute';
import { properties } from './properties';

let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-memory-node-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

async function run(parameters: IDataObject, options: Partial<FakeExecution> = {}) {
	const context = fakeExecuteFunctions({ ...options, parameters });
	const [output] = await execute.call(context, openGate());
	return output!;
}
const only = async (parameters: IDataObject) => (await run(parameters))[0]!.json;
const facts = (...fact: IDataObject[]) => ({ 'facts.fact': fact });

describe('Troupe Memory', () => {
	it('asks the gate first', async () => {
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		await expect(execute.call(fakeExecuteFunctions({ parameters: { operation: 'recall' } }), refusing)).rejects.toThrow('revoked');
	});

	it('remembers facts of a person, and recalls those that fit a question', async () => {
		const rows = facts({ text: 'Drinks coffee without sugar', importance: 0.9 }, { text: 'English', key: ' language ' }, { text: '' });
		const { remembered } = await only({ operation: 'remember', person: 'ana', ...rows });
		expect(remembered).toMatchObject([
			{ kind: 'fact', importance: 0.9 },
			{ kind: 'preference', key: 'language' },
		]);
		const { memories, by } = await only({ operation: 'recall', person: 'ana', question: 'sugar in coffee?', options: { top: 1 } });
		expect([by, memories]).toMatchObject(['words', [{ text: 'Drinks coffee without sugar' }]]);
		expect(await only({ operation: 'recall', person: 'bob' })).toMatchObject({ memories: [] });
	});

	it('remembers a conversation, and recalls its last turns', async () => {
		for (const number of [1, 2, 3])
			await run({ operation: 'remember', conversation: 'c1', person: 'ana', message: `Hello ${number}`, reply: `Hi ${number}` });
		const { conversation } = await only({ operation: 'recall', conversation: 'c1', options: { turns: 2 } });
		expect(conversation).toMatchObject({ turns: [{ message: 'Hello 2', reply: 'Hi 2' }, { message: 'Hello 3' }] });
	});

	it('keeps that a text can be of others, where the item has it from an agent', async () => {
		const items = [{ json: { origins: ['document'], sensitivity: { class: ['confidential'] } } }];
		const said = { conversation: 'c1', message: 'Read it.', reply: 'Noted.', ...facts({ text: 'Pays to XX99' }) };
		const [stored] = await run({ operation: 'remember', person: 'ana', ...said }, { items });
		expect(stored!.json).toMatchObject({ remembered: [{ labels: { source: 'document' } }] });
		const { conversation } = await only({ operation: 'recall', conversation: 'c1' });
		expect(conversation).toMatchObject({ turns: [{ from: ['document'], sensitivity: { class: ['confidential'] } }] });
	});

	it('sets and removes preferences, and reads all', async () => {
		const set = (...preference: IDataObject[]) => ({ operation: 'preferences', person: 'ana', 'set.preference': preference });
		await run(set({ name: 'language', value: 'pt' }, { name: 'tone', value: 'plain' }));
		expect(await only(set({ name: 'tone', value: '' }))).toEqual({ preferences: { language: 'pt' } });
		expect(await only({ operation: 'preferences', person: 'ana' })).toEqual({ preferences: { language: 'pt' } });
	});

	it('exports everything of a person, and forgets it', async () => {
		await run({ operation: 'remember', person: 'ana', conversation: 'c1', message: 'Hello', reply: 'Hi', ...facts({ text: 'Likes tea' }) });
		expect(await only({ operation: 'export', person: 'ana' })).toMatchObject({
			memories: [{ text: 'Likes tea' }],
			conversations: [{ turns: [{ message: 'Hello' }] }],
		});
		expect(await only({ operation: 'forget', what: 'person', person: 'ana' })).toMatchObject({ removed: { memories: 1, turns: 1 } });
		expect(await only({ operation: 'export', person: 'ana' })).toEqual({ memories: [], conversations: [] });
	});

	it('forgets one conversation', async () => {
		await run({ operation: 'remember', conversation: 'c1', message: 'Hello', reply: 'Hi' });
		expect(await only({ operation: 'forget', what: 'conversation', conversation: 'c1' })).toMatchObject({ removed: { turns: 1 } });
	});

	it('takes what expressions give: numbers and booleans for texts, texts of numbers', async () => {
		await run({ operation: 'remember', person: 7, ...facts({ text: 4711, key: 12, importance: '0.9' }) });
		await run({
			operation: 'preferences',
			person: '7',
			'set.preference': [
				{ name: 'size', value: 42 },
				{ name: 'news', value: true },
			],
		});
		const { memories } = await only({ operation: 'recall', person: 7, options: { top: '2' } });
		expect(memories).toHaveLength(2);
		expect(await only({ operation: 'preferences', person: 7 })).toMatchObject({ preferences: { '12': '4711', size: '42', news: 'true' } });
		await expect(run({ operation: 'remember', person: 7, ...facts({ text: { a: 1 } }) })).rejects.toThrow('facts.0.text must be string');
	});

	it('takes no object or list for an empty text, which would remove what is kept', async () => {
		const set = (...preference: IDataObject[]) => run({ operation: 'preferences', person: 'ana', 'set.preference': preference });
		await set({ name: 'language', value: 'English' });
		await expect(set({ name: 'language', value: { a: 1 } })).rejects.toThrow('The field "Value" is an object; expected text.');
		await expect(set({ name: ['language'], value: 'English' })).rejects.toThrow('The field "Name" is a list');
		await expect(run({ operation: 'remember', person: 'ana', ...facts({ text: 'x', key: {} }) })).rejects.toThrow(
			'The field "Preference Name" is an object',
		);
		expect(await only({ operation: 'preferences', person: 'ana' })).toMatchObject({ preferences: { language: 'English' } });
	});

	it.each([
		[{ operation: 'recall' }, 'The fields "Person ID" and "Conversation ID" are both empty.'],
		[{ operation: 'forget', what: 'person', person: ' ' }, 'The field "Person ID" is empty.'],
		[{ operation: 'forget', what: 'conversation', conversation: null }, 'The field "Conversation ID" has no value'],
		[{ operation: 'remember', person: 'ana' }, 'facts or turn is missing'],
	])('refuses %j', async (parameters, message) => {
		await expect(run(parameters as IDataObject)).rejects.toThrow(message);
	});

	it('as a tool remembers the one fact that the model writes', async () => {
		const [stored] = await run({ operation: 'remember', person: 'ana', fact: ' Drinks tea ' }, { asTool: true });
		expect(stored!.json).toMatchObject({ remembered: [{ kind: 'fact', text: 'Drinks tea' }] });
		expect(await only({ operation: 'recall', person: 'ana', question: 'tea' })).toMatchObject({ memories: [{ text: 'Drinks tea' }] });
	});

	describe('as a tool', () => {
		const shown = (operation: string, asTool: boolean) =>
			properties.filter(({ displayOptions: { show = {} } = {} }) => {
				const { '@tool': tool = [asTool], operation: operations = [operation] } = show;
				return tool.includes(asTool) && operations.includes(operation);
			});
		const byModel = (operation: string, asTool: boolean) =>
			shown(operation, asTool)
				.filter(({ default: byDefault }) => /^=\{\{ \/\*n8n-auto-generated-fromAI-override\*\/ \$fromAI\('/.test(byDefault as string))
				.map(({ name }) => name);
		const named = (operation: string, asTool: boolean) => shown(operation, asTool).map(({ name }) => name);

		it('has the model fill what to recall and what to remember, and nothing else', () => {
			expect(byModel('recall', true)).toEqual(['question']);
			expect(byModel('remember', true)).toEqual(['fact']);
			for (const operation of ['preferences', 'export', 'forget']) expect(byModel(operation, true)).toEqual([]);
			expect(named('remember', true)).not.toEqual(expect.arrayContaining(['facts']));
		});

		it('describes each operation by itself', () => {
			for (const operation of ['recall', 'remember', 'preferences', 'export', 'forget'])
				expect(named(operation, true).filter((name) => name === 'toolDescription')).toHaveLength(1);
		});

		it('keeps the form of a workflow', () => {
			expect(byModel('recall', false)).toEqual([]);
			expect(named('remember', false)).toEqual(expect.arrayContaining(['person', 'conversation', 'facts', 'message', 'reply']));
			expect(named('remember', false)).not.toContain('fact');
		});
	});

	it('goes on with the other items where it continues on fail, each paired with its own', async () => {
		const parameters = (item: number): IDataObject => ({ operation: 'recall', person: item === 0 ? '' : 'ana' });
		const items = [{ json: {} }, { json: {} }];
		const context = fakeExecuteFunctions({ items, parameters, node: { onError: 'continueRegularOutput' } });
		const [output] = await execute.call(context, openGate());
		expect(output).toMatchObject([
			{ json: { details: { code: 'INPUT_INVALID' } }, pairedItem: { item: 0 } },
			{ json: { memories: [] }, pairedItem: { item: 1 } },
		]);
	});
});
