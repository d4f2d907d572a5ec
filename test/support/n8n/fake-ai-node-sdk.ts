import type { ISupplyDataFunctions } from 'n8n-workflow';
import type { Adapter } from '../../../nodes/shared/ai-node-sdk/complete-adapter';
import type { AiNodeSdk, SdkChatMemory, SdkChatModel, SdkContent, SdkMessage, SdkTool } from '../../../nodes/shared/ai-node-sdk/sdk';
import type { SdkCallOptions, TroupeModel } from '../../../nodes/shared/ai-node-sdk/troupe-model';
import { FakeAi, FakeAiChunk, FakeChunk, FakeMessage } from './fake-chat-model';

type Part = { type: string } & Record<string, unknown>;

/** n8n's SDK 0.31 with its LangChain adapter, as far as ours touches them: it drops the same as the real one, which the end-to-end tests run. */
export const fakeAiNodeSdk: AiNodeSdk = {
	BaseChatModel: class implements SdkChatModel {
		tools: SdkTool[] = [];
		constructor(
			public provider: string,
			public modelId: string,
		) {}
		withTools(tools: SdkTool[]): SdkChatModel {
			return Object.assign(Object.create(Object.getPrototypeOf(this) as object) as SdkChatModel, this, {
				tools: [...this.tools, ...tools],
			});
		}
	},
	supplyModel: (_context: ISupplyDataFunctions, model: SdkChatModel) => ({ response: new FakeAdapter(model as TroupeModel) }),
	supplyMemory: (_context: ISupplyDataFunctions, memory: SdkChatMemory) => ({ response: new FakeMemoryAdapter(memory) }),
	getParametersJsonSchema: ({ inputSchema }) => inputSchema as Record<string, unknown>,
};

const roles: Record<string, SdkMessage['role']> = { human: 'user', ai: 'assistant', system: 'system', tool: 'tool' };

class FakeAdapter implements Adapter {
	callbacks = [{ options: { tokensUsageParser: (_result: unknown): object => ({ completionTokens: 0 }) } }];

	constructor(readonly chatModel: TroupeModel) {}

	async _generate(messages: unknown[], options: SdkCallOptions) {
		const { message } = await this.chatModel.generate((messages as FakeMessage[]).map(fromLangChain), options);
		const calls = message.content.filter(({ type }) => type === 'tool-call').map(toLangChain);
		const reply = new FakeAi({ content: message.content.filter(({ type }) => type !== 'tool-call').map(toLangChain), tool_calls: calls });
		return { generations: [{ text: '', message: reply as never }], llmOutput: {} };
	}

	async *_streamResponseChunks(messages: unknown[], options: SdkCallOptions) {
		for await (const chunk of this.chatModel.stream((messages as FakeMessage[]).map(fromLangChain), options)) {
			const content =
				chunk.type === 'text-delta' ? [{ type: 'text', text: chunk.delta }] : chunk.type === 'content' ? [toLangChain(chunk.content)] : '';
			const calls =
				chunk.type === 'tool-call-delta' ? [{ index: 0, id: chunk.id, name: chunk.name, args: chunk.argumentsDelta }] : undefined;
			const message = new FakeAiChunk({ content, ...(calls && { tool_call_chunks: calls }) });
			const generationInfo = chunk.type === 'finish' ? { finish_reason: chunk.finishReason } : undefined;
			yield new FakeChunk({ text: chunk.type === 'text-delta' ? chunk.delta : '', message, generationInfo }) as never;
		}
	}

	bindTools(tools: unknown[]): Adapter {
		const definitions = (tools as Array<{ name: string; schema: unknown }>).map(({ name, schema }) => ({
			type: 'function',
			name,
			inputSchema: schema,
		}));
		return new FakeAdapter(this.chatModel.withTools(definitions) as TroupeModel);
	}
}

/** Makes a list of parts of each text, as the real one does. */
export class FakeMemoryAdapter {
	readonly chatHistory: { getMessages(): Promise<FakeMessage[]>; addMessage(message: FakeMessage): Promise<void> };

	constructor(readonly memory: SdkChatMemory) {
		const { chatHistory } = memory;
		this.chatHistory = {
			getMessages: async () => (await chatHistory.getMessages()).map(toMessage),
			addMessage: (message) => chatHistory.addMessage(fromLangChain(message)),
		};
	}

	async loadMemoryVariables(_values: object) {
		return { chat_history: (await this.memory.loadMessages()).map(toMessage) };
	}
}

function toMessage({ role, content }: SdkMessage): FakeMessage {
	return new (role === 'assistant' ? FakeAi : FakeMessage)({ content: content.map(toLangChain) });
}

function fromLangChain({ type, content, tool_calls: calls = [], ...message }: FakeMessage): SdkMessage {
	if (type === 'tool')
		return { role: 'tool', content: [{ type: 'tool-result', toolCallId: String(message.tool_call_id), result: content }] };
	const parts = typeof content === 'string' ? [{ type: 'text', text: content }] : (content as Part[]);
	const toolCalls = calls.map(({ id, name, args }) => ({
		type: 'tool-call' as const,
		toolCallId: id,
		toolName: name,
		input: JSON.stringify(args),
	}));
	return { role: roles[type]!, content: [...parts.flatMap(fromPart), ...toolCalls] };
}

/** Drops parts that it does not know. */
function fromPart(part: Part): SdkContent[] {
	switch (part.type) {
		case 'text':
			return [part as SdkContent];
		case 'image':
		case 'file':
			return [
				{ type: 'file', mediaType: part.mimeType as string, data: part.data as string, providerMetadata: { url: part.url as string } },
			];
		case 'tool_call':
			return [{ type: 'tool-call', toolCallId: part.id as string, toolName: part.name as string, input: JSON.stringify(part.args) }];
		case 'non_standard':
			return [{ type: 'provider', value: part.value as Record<string, unknown> }];
		default:
			return [];
	}
}

function toLangChain(content: SdkContent): Part {
	if (content.type === 'provider') return { type: 'non_standard', value: content.value };
	if (content.type !== 'tool-call') return content;
	return { type: 'tool_call', id: content.toolCallId, name: content.toolName, args: JSON.parse(content.input) as unknown };
}
