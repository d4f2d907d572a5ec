import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject, ISupplyDataFunctions } from 'n8n-workflow';
import type { Gate } from '../../core/ports/manifests';
import { runMemoryTask } from '../../providers/compose/memory/memory';
import { openGate } from '../../test/fakes/permissive-gate';
import type { SdkChatMemory, SdkContent, SdkMessage } from '../shared/ai-node-sdk/sdk';
import { readKnowledgeHost } from '../shared/knowledge/read-knowledge-host';
import { fakeAiNodeSdk, type FakeMemoryAdapter } from '../../test/support/n8n/fake-ai-node-sdk';
import { fakeExecuteFunctions } from '../../test/support/n8n/fake-execute-functions';
import { properties } from './properties';
import { supplyData } from './supply-data';

let home: string;
beforeEach(() => void (process.env.TROUPE_HOME = home = mkdtempSync(join(tmpdir(), 'troupe-chat-memory-'))));
afterEach(() => {
	delete process.env.TROUPE_HOME;
	rmSync(home, { recursive: true });
});

const defaults = Object.fromEntries(properties.map((property) => [property.name, property.default])) as IDataObject;

interface World {
	gate?: Gate;
	connected?: object;
	sessionId?: string;
	workflow?: string;
}

async function supplyAdapter(set: IDataObject = {}, { gate = openGate(), connected, sessionId = 's1', workflow = 'w1' }: World = {}) {
	const context = {
		...fakeExecuteFunctions({ parameters: { ...defaults, ...set }, connected }),
		evaluateExpression: () => sessionId,
		getWorkflow: () => ({ id: workflow }),
		getChatTrigger: () => null,
	};
	const { response } = await supplyData.call(context as unknown as ISupplyDataFunctions, 0, gate, fakeAiNodeSdk);
	return response as FakeMemoryAdapter;
}
/** The memory that n8n's SDK adapts. */
const supply = async (...given: Parameters<typeof supplyAdapter>): Promise<SdkChatMemory> => (await supplyAdapter(...given)).memory;

const task = (given: object) => runMemoryTask(given, readKnowledgeHost(undefined), new AbortController().signal);
const say = (role: SdkMessage['role'], ...content: SdkContent[]): SdkMessage => ({ role, content });
const text = (said: string): SdkContent => ({ type: 'text', text: said });
const shown = (messages: SdkMessage[]) =>
	messages.map(({ role, content }) => [role, ...content.map((part) => 'text' in part && part.text)]);

describe('Troupe Chat Memory', () => {
	it('recalls what was said in its session, and in no other', async () => {
		const memory = await supply();
		expect(await memory.loadMessages()).toEqual([]);
		await memory.saveTurn('My name is Ana.', 'Hello, Ana.');
		await (await supply({}, { sessionId: 's2' })).saveTurn('I am Bob.', 'Hello, Bob.');
		const expected = [
			['user', 'My name is Ana.'],
			['assistant', 'Hello, Ana.'],
		];
		expect(shown(await (await supply()).loadMessages())).toEqual(expected);
		expect(shown(await memory.chatHistory.getMessages())).toEqual(expected);
		await memory.clear();
		expect(await memory.loadMessages()).toEqual([]);
	});

	it('recalls replies without the numbers of passages, which would name those of another search', async () => {
		const memory = await supply({ turns: 3 });
		const replies = ['Três dias [1][2]. Grátis.[3]\n\n[1] Entrega\n[2] Prazos', 'Use items[2] or `list [0]`, as told [4].'];
		for (const reply of replies) await memory.chatHistory.addMessages([say('user', text('E?')), say('assistant', text(reply))]);
		const told = (await memory.chatHistory.getMessages()).filter(({ role }) => role === 'assistant');
		expect(shown(told).map(([, ...said]) => said.join(''))).toEqual(['Três dias. Grátis.', 'Use items[2] or `list [0]`, as told.']);
	});

	it('belongs to its workflow: another one with the same session recalls and clears nothing of it', async () => {
		const memory = await supply();
		await memory.saveTurn('My salary is 9.', 'Noted.');
		const other = await supply({}, { workflow: 'public' });
		expect(await other.loadMessages()).toEqual([]);
		await other.saveTurn('Hi.', 'Hello.');
		await other.clear();
		expect(await other.loadMessages()).toEqual([]);
		expect(shown(await memory.loadMessages())).toEqual([
			['user', 'My salary is 9.'],
			['assistant', 'Noted.'],
		]);
		await task({ operation: 'forget', conversation: 's1' });
		expect(await memory.loadMessages()).toEqual([]);
	});

	it('is shared on purpose with other workflows, and with tasks of the memory', async () => {
		const options = { shareConversation: true };
		await (await supply({ options })).saveTurn('I am Ana.', 'Hello, Ana.');
		expect(await (await supply({ options }, { workflow: 'other' })).loadMessages()).toHaveLength(2);
		expect(await task({ operation: 'recall', conversation: 's1' })).toMatchObject({ conversation: { turns: [{ message: 'I am Ana.' }] } });
	});

	it('hands out texts, as n8n’s own memories do', async () => {
		const adapter = await supplyAdapter();
		await adapter.memory.saveTurn('Name 1', 'hi\nName 1');
		for (const messages of [await adapter.chatHistory.getMessages(), (await adapter.loadMemoryVariables({})).chat_history]) {
			expect(messages.map(({ type, content }) => [type, content])).toEqual([
				['human', 'Name 1'],
				['ai', 'hi\nName 1'],
			]);
			expect(JSON.stringify(messages)).not.toContain('"text"');
		}
	});

	it('shows the last turns only', async () => {
		const memory = await supply({ turns: 1 });
		for (const name of ['one', 'two']) await memory.saveTurn(name, name);
		expect(shown(await memory.loadMessages())).toEqual([
			['user', 'two'],
			['assistant', 'two'],
		]);
	});

	it('keeps of a round with tools what was said, and nothing of what the tools were asked and answered', async () => {
		const memory = await supply();
		await memory.chatHistory.addMessages([
			say('user', text('Where is my parcel?')),
			say('assistant', text('Calling find_parcel'), { type: 'tool-call', toolCallId: 'c1', toolName: 'find_parcel', input: '{}' }),
			say('tool', { type: 'tool-result', toolCallId: 'c1', result: 'secret depot' }),
			say('assistant', text('It comes tomorrow.')),
		]);
		expect(shown(await memory.loadMessages())).toEqual([
			['user', 'Where is my parcel?'],
			['assistant', 'It comes tomorrow.'],
		]);
	});

	it('makes turns of messages that are added one by one, and refuses other messages', async () => {
		const { chatHistory } = await supply();
		for (const said of ['Hello.', 'Anybody there?']) await chatHistory.addMessage(say('user', text(said)));
		await chatHistory.addMessage(say('assistant', text('Yes.')));
		expect(shown(await chatHistory.getMessages())).toEqual([
			['user', 'Hello.\nAnybody there?'],
			['assistant', 'Yes.'],
		]);
		await expect(chatHistory.addMessage(say('assistant', text('And you?')))).rejects.toThrow('stores turns');
		await expect(chatHistory.addMessage(say('system', text('Be brief.')))).rejects.toThrow('stores turns');
	});

	it('tells what is known of the person, whose conversation it is', async () => {
		await task({ operation: 'remember', person: 'ana', facts: [{ text: 'Portuguese', key: 'language' }, 'Owns an X-10'] });
		const memory = await supply({ person: 'ana' });
		await memory.saveTurn('Hello.', 'Olá.');
		const [question, known, ...said] = shown(await memory.loadMessages());
		expect(question![0]).toBe('user');
		expect(known![0]).toBe('assistant');
		expect(String(known![1]).split('\n').sort()).toEqual(['- Owns an X-10', '- language: Portuguese']);
		expect(said).toHaveLength(2);
		expect(shown(await (await supply({ person: 'ana', options: { memories: 0 } })).loadMessages())).toEqual(said);
		expect(await task({ operation: 'forget', person: 'ana' })).toMatchObject({ removed: { memories: 2, turns: 1 } });
	});

	it('tells what came before in short, where a model is connected', async () => {
		const connected = { modelName: 'm', invoke: async () => ({ content: 'Ana asked for a refund.' }) };
		const memory = await supply({ turns: 1 }, { connected });
		for (const name of ['one', 'two', 'three']) await memory.saveTurn(name, name);
		expect(shown(await memory.loadMessages())).toMatchObject([
			['user', expect.any(String)],
			['assistant', 'Ana asked for a refund.'],
			['user', 'three'],
			['assistant', 'three'],
		]);
	});

	it('asks the gate at first and for each use', async () => {
		const gate = openGate();
		const memory = await supply({}, { gate });
		await memory.saveTurn('Hello.', 'Hi.');
		expect(gate.admitted).toHaveLength(2);
		const refusing = { admit: () => Promise.reject(new Error('revoked')) };
		await expect(supply({}, { gate: refusing })).rejects.toThrow('revoked');
	});

	it('says what is missing', async () => {
		await expect(supply({}, { sessionId: '' })).rejects.toThrow('There is no conversation ID');
		await expect(supply({ sessionIdType: 'customKey', sessionKey: '' })).rejects.toThrow('The field "Own Conversation ID" is empty.');
	});
});
