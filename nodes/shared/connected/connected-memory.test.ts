import { InMemoryChatMessageHistory } from '@langchain/core/chat_history';
import { AIMessage, type BaseMessage, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { connectedMemory, fromConnectedMemory } from './connected-memory';
import { fakeExecuteFunctions } from '../../../test/support/n8n/fake-execute-functions';

const never = new AbortController().signal;
const whose = { conversationId: 'not the memory’s' };

/** LangChain's window over a real history, as n8n's memory nodes make it: `@langchain/classic`, which they bring along, is not installed here. */
class WindowMemory {
	readonly chatHistory: InMemoryChatMessageHistory;
	constructor(
		messages: BaseMessage[] = [],
		private readonly k = 5,
	) {
		this.chatHistory = new InMemoryChatMessageHistory(messages);
	}
	async loadMemoryVariables(_values: object) {
		return { chat_history: (await this.chatHistory.getMessages()).slice(-this.k * 2) };
	}
	async saveContext({ input }: { input: string }, { output }: { output: string }) {
		await this.chatHistory.addUserMessage(input);
		await this.chatHistory.addAIMessage(output);
	}
}

const recall = async (messages: BaseMessage[], k?: number) =>
	fromConnectedMemory(new WindowMemory(messages, k)).recall(whose, 'anything', never);

describe('a connected memory', () => {
	it('is absent where none is connected', async () => {
		expect(await connectedMemory(fakeExecuteFunctions({ parameters: {} }), 0)).toBeUndefined();
	});

	it('gives back what was kept in it', async () => {
		const memory = new WindowMemory();
		const context = fakeExecuteFunctions({ parameters: {}, connectedMemory: memory });
		const agentMemory = (await connectedMemory(context, 0))!;
		await agentMemory.remember(whose, { message: 'My name is Ana.', reply: 'Hello, Ana.', at: 1 });
		expect((await memory.chatHistory.getMessages()).map(({ content }) => content)).toEqual(['My name is Ana.', 'Hello, Ana.']);
		expect(await agentMemory.recall(whose, 'Who am I?', never)).toEqual({
			turns: [{ message: 'My name is Ana.', reply: 'Hello, Ana.', origins: ['tool'], from: ['tool'], at: 0 }],
			memories: [],
		});
	});

	it('recalls as much as the memory node says', async () => {
		const said = [new HumanMessage('one'), new AIMessage('1'), new HumanMessage('two'), new AIMessage('2')];
		expect((await recall(said, 1)).turns).toMatchObject([{ message: 'two', reply: '2' }]);
	});

	it('leaves out what another agent stored of its tools, and joins messages in a row', async () => {
		const { turns, summary } = await recall([
			new SystemMessage('They talked about parcels.'),
			new HumanMessage('Hello?'),
			new HumanMessage([{ type: 'text', text: 'Where is my parcel?' }]),
			new AIMessage({ content: 'Calling the tool', tool_calls: [{ id: '1', name: 'track', args: {} }] }),
			new ToolMessage({ tool_call_id: '1', content: 'secret' }),
			new AIMessage('In Porto.'),
			new AIMessage('It arrives on Monday.'),
			new HumanMessage('never answered'),
		]);
		expect(turns).toEqual([
			{ message: 'Hello?\nWhere is my parcel?', reply: 'In Porto.\nIt arrives on Monday.', origins: ['tool'], from: ['tool'], at: 0 },
		]);
		expect(summary).toBe('They talked about parcels.');
	});

	it('says that the memory failed without quoting it', async () => {
		const broken = {
			loadMemoryVariables: () => Promise.reject(Object.assign(new Error('row "ana@example.com"'), { code: 'ECONNREFUSED' })),
			saveContext: () => Promise.reject(new TypeError('ana@example.com')),
		};
		const memory = fromConnectedMemory(broken);
		await expect(memory.recall(whose, '', never)).rejects.toMatchObject({
			code: 'MEMORY_STORE_UNREACHABLE',
			message: 'The connected memory could not be read (Error, ECONNREFUSED).',
			retryable: true,
		});
		await expect(memory.remember(whose, { message: '', reply: '', at: 0 })).rejects.toThrow('written to (TypeError)');
	});

	it('does not hold up a run that ended', async () => {
		const hanging = { loadMemoryVariables: () => new Promise<never>(() => undefined), saveContext: async () => undefined };
		const controller = new AbortController();
		const recalled = fromConnectedMemory(hanging).recall(whose, '', controller.signal);
		controller.abort();
		await expect(recalled).rejects.toMatchObject({ code: 'CANCELLED' });
	});

	it('refuses what is not a chat memory', () => {
		expect(() => fromConnectedMemory({ invoke: () => undefined })).toThrow(expect.objectContaining({ code: 'INPUT_INVALID' }));
	});
});
