import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InMemoryChatMessageHistory } from '@langchain/core/chat_history';
import type { IDataObject } from 'n8n-workflow';
import type { FakeServer } from '../../sandbox/fakes/fake-server';
import { startOpenAiServer } from '../../sandbox/fakes/openai-server';
import { openGate } from '../../sandbox/fakes/open-gate';
import { fakeAiNodeSdk } from '../shared/testing/fake-ai-node-sdk';
import { fakeExecuteFunctions, type FakeExecution } from '../shared/testing/fake-execute-functions';
import { defaultDefinition } from './default-definition';
import { execute } from './execute';

const home = mkdtempSync(join(tmpdir(), 'troupe-agent-inputs-'));
let server: FakeServer;
beforeAll(async () => {
	process.env.TROUPE_HOME = home;
	server = await startOpenAiServer({ keys: null });
});
afterAll(async () => {
	delete process.env.TROUPE_HOME;
	await server.close();
	rmSync(home, { recursive: true });
});
beforeEach(() => server.calls.splice(0));

const usual = { source: 'define', definition: defaultDefinition, message: 'Hello', conversationId: 'c', model: 'openai' };

async function run(parameters: IDataObject, options: Partial<FakeExecution> = {}) {
	const context = fakeExecuteFunctions({
		credentials: { troupeOpenAiApi: { apiKey: 'sk-1', baseUrl: `${server.url}/v1` } },
		...options,
		parameters: { ...usual, ...parameters },
	});
	const [output] = await execute.call(context, openGate(), () => fakeAiNodeSdk);
	return output![0]!.json;
}

const asked = (call: number) => (server.calls[call]!.body as { messages: Array<{ role: string; content: string }> }).messages;

describe('Troupe Agent with a connected memory', () => {
	function memoryOf(chatHistory = new InMemoryChatMessageHistory()) {
		return {
			chatHistory,
			loadMemoryVariables: async () => ({ chat_history: await chatHistory.getMessages() }),
			async saveContext({ input }: { input: string }, { output }: { output: string }) {
				await chatHistory.addUserMessage(input);
				await chatHistory.addAIMessage(output);
			},
		};
	}

	it('recalls from it and remembers in it, masked, in place of its own memory', async () => {
		const connectedMemory = memoryOf();
		server.script([{ text: 'I wrote to <EMAIL_ADDRESS_1>.' }, { text: 'You are Ana.' }, { text: 'Nobody.' }]);
		await run({ message: 'I am Ana, ana@example.com' }, { connectedMemory });
		const kept = JSON.stringify(await connectedMemory.chatHistory.getMessages());
		expect(kept).toContain('I am Ana');
		expect(kept).not.toContain('ana@example.com');
		await run({ message: 'Who am I?' }, { connectedMemory });
		expect(asked(1).map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
		await run({ message: 'Who am I?' });
		expect(asked(2).map(({ role }) => role)).toEqual(['system', 'user']);
	});

	it('masks what another agent kept in it unmasked, before a model sees it', async () => {
		const connectedMemory = memoryOf();
		await connectedMemory.saveContext({ input: 'Write to bob@example.com' }, { output: 'Done: bob@example.com' });
		server.script([{ text: 'Yes.' }]);
		await run({ message: 'Did you?' }, { connectedMemory });
		expect(asked(0)).toHaveLength(4);
		expect(JSON.stringify(server.calls)).not.toContain('bob@example');
	});

	it('is not asked where nothing is to be remembered', async () => {
		const connectedMemory = memoryOf();
		server.script([{ text: 'Hi.' }]);
		await run({ options: { remember: false } }, { connectedMemory });
		expect(await connectedMemory.chatHistory.getMessages()).toEqual([]);
	});
});
