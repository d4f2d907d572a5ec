import type { SupplyData } from 'n8n-workflow';
import { type ModelMessage, withFields } from '../connected/langchain-shape';

/** The LangChain memory that the SDK makes of one of its own, as far as ours touches it. */
interface MemoryAdapter {
	loadMemoryVariables(values: object): Promise<Record<string, ModelMessage[]>>;
	chatHistory: { getMessages(): Promise<ModelMessage[]> };
}

/** Hands out texts as texts, as n8n's own memories do: the SDK's adapter makes lists of parts of them, and expressions of workflows read these. */
export function completeMemory(supplied: SupplyData): SupplyData {
	const memory = supplied.response as MemoryAdapter;
	// Not of the memory itself: n8n's record of the run is around it, and would show each call twice.
	const adapter = Object.getPrototypeOf(memory) as MemoryAdapter;
	const getMessages = memory.chatHistory.getMessages.bind(memory.chatHistory);
	memory.loadMemoryVariables = async (values) => {
		const variables = await adapter.loadMemoryVariables.call(memory, values);
		return Object.fromEntries(Object.entries(variables).map(([name, messages]) => [name, messages.map(withText)]));
	};
	memory.chatHistory.getMessages = async () => (await getMessages()).map(withText);
	return supplied;
}

function withText(message: ModelMessage): ModelMessage {
	const { content } = message;
	if (!Array.isArray(content)) return message;
	const texts = content.map((part) => (typeof part === 'string' ? part : part.type === 'text' ? part.text : undefined));
	return texts.every((text) => text !== undefined) ? withFields(message, { content: texts.join('') }) : message;
}
