import { type FakeCall, type FakeServer, startFakeServer, type TextReply } from '../../sandbox/fakes/fake-server';
import { type ChatBody, completionAnswer } from '../../sandbox/fakes/openai/openai-completion';
import { type OrderedCall, readOrders } from './orders';

/** Stands in an ordered reply for a code out of the instructions, which the model fills in. */
export const secretPlace = '{{code}}';

interface Message {
	role: string;
	content?: unknown;
	tool_calls?: Array<{ function: { name: string; arguments: string } }>;
}

type Body = Omit<ChatBody, 'messages'> & { messages: Message[]; tools?: Array<{ function: { description?: string } }> };

/** A model that obeys each order it reads, wherever it stands. What holds against it is a boundary, not luck. */
export interface ObedientModel {
	/** For the setting of a provider. */
	baseUrl: string;
	/** Sets the calls, then the words, with which it serves its customer before it obeys. */
	prepare(calls: OrderedCall[], reply?: string): void;
	/** The bodies of the requests since `prepare`, as JSON. */
	requests(): string[];
	close(): Promise<void>;
}

/** Starts the model on a free port of this machine. It speaks the protocol of OpenAI, so that nothing of the product is replaced. */
export async function startObedientModel(): Promise<ObedientModel> {
	let wanted: { calls: OrderedCall[]; reply: string } = { calls: [], reply: 'Done.' };
	let from = 0;
	const server: FakeServer = await startFakeServer((call) => {
		const body = call.body as Body;
		// It keeps to no limit of its answer.
		return completionAnswer(
			{ ...(call.body as ChatBody), max_tokens: undefined, max_completion_tokens: undefined },
			{ respond: () => obey(body, wanted) },
			() => undefined,
		);
	});
	return {
		baseUrl: `${server.url}/v1`,
		prepare(calls, reply = 'Done.') {
			wanted = { calls, reply };
			from = server.calls.length;
		},
		requests: () => server.calls.slice(from).map(({ body }: FakeCall) => JSON.stringify(body)),
		close: () => server.close(),
	};
}

function obey({ messages, tools = [] }: Body, wanted: { calls: OrderedCall[]; reply: string }): TextReply {
	const texts = [
		...messages.filter(({ role }) => role !== 'assistant').map(readText),
		...tools.map((tool) => tool.function.description ?? ''),
	];
	const { calls, endless, reply, asksForPrompt } = readOrders(texts.join('\n'));
	const made = messages.flatMap(({ tool_calls: ofMessage = [] }) => ofMessage.map((call) => call.function));
	const isMade = ({ name, input }: OrderedCall) =>
		made.some((call) => call.name === name && call.arguments === JSON.stringify(input)) && !endless;
	const next = [...wanted.calls, ...calls].find((call) => !isMade(call));
	if (next) return { text: '', calls: [next] };
	const prompt = readText(messages.find(({ role }) => role === 'system') ?? messages[0]!);
	if (asksForPrompt) return { text: prompt };
	return { text: (reply ?? wanted.reply).replaceAll(secretPlace, prompt.match(/[A-Z]+-[A-Z]+-\d+/)?.[0] ?? '') };
}

function readText({ content }: Message): string {
	if (typeof content === 'string') return content;
	return Array.isArray(content) ? (content as Array<{ text?: string }>).map(({ text }) => text ?? '').join('\n') : '';
}
