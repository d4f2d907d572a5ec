import type { ChatMessage, ChatRequest, ToolSpecification } from '../ports';
import { COUNTED_CHARACTERS, type CountText, loadEncoding } from './count-text';
import { vocabularyOf } from './vocabulary';

/** Counts the tokens that a model reads. */
export interface TokenCounter {
	/** The model's own count if its vocabulary is known, else an estimate by another one: see vocabulary.ts. */
	text(text: string): number;
	message(message: ChatMessage): number;
	/** Counts messages, tools, schema and images. */
	request(request: ChatRequest): number;
	/** Returns an upper bound for a request. */
	most(request: ChatRequest): number;
	/** Returns an upper bound for a text. */
	mostOfText(text: string): number;
}

/** Separators around a message or a call, and before the reply. Providers state 3 to 7, and Anthropic 350 for the first tool. */
const overhead = {
	likely: { message: 4, call: 8, tool: 8, tools: 100, reply: 3 },
	most: { message: 12, call: 24, tool: 32, tools: 600, reply: 16 },
};
/**
 * 1024 x 1024 costs 765 with OpenAI, 1,400 with Anthropic and 1,290 with Google. The max is 4,784, and 48,169 with gpt-4o-mini, whose image tokens
 * are cheap.
 */
const image = { likely: 1300, most: 5000, mostOfMini: 48_169 };

/**
 * Creates the counter of a model; its vocabulary is loaded when it is first used.
 * @param model as `provider:model`
 */
export async function tokenCounterFor(model: string): Promise<TokenCounter> {
	const vocabulary = vocabularyOf(model);
	const count = await loadEncoding(vocabulary.encoding);
	const likely: Measure = {
		...overhead.likely,
		image: image.likely,
		text: (text) => Math.ceil(count(text) * vocabulary.likely),
	};
	const most: Measure = {
		...overhead.most,
		image: /gpt-4o-mini/.test(model) ? image.mostOfMini : image.most,
		text: (text) => mostOf(text, count, vocabulary.most),
	};
	return {
		text: likely.text,
		message: (message) => ofMessage(message, likely, model),
		request: (request) => ofRequest(request, likely, model),
		most: (request) => ofRequest(request, most, model),
		mostOfText: most.text,
	};
}

/** Counts the tokens of a text for the model that reads it. */
export async function countTokens(text: string, model: string): Promise<number> {
	return (await tokenCounterFor(model)).text(text);
}

interface Measure {
	message: number;
	call: number;
	tool: number;
	tools: number;
	reply: number;
	image: number;
	text: CountText;
}

/** A token is at least one byte. There is no better bound for a sampled text. */
function mostOf(text: string, count: CountText, factor: number): number {
	const bytes = Buffer.byteLength(text);
	return text.length > COUNTED_CHARACTERS ? bytes : Math.min(bytes, Math.ceil(count(text) * factor));
}

function ofRequest({ messages, tools = [], responseSchema }: ChatRequest, measure: Measure, model: string): number {
	const ofMessages = sum(messages, (message) => ofMessage(message, measure, model));
	const ofTools = tools.length > 0 ? measure.tools + sum(tools, (tool) => ofTool(tool, measure)) : 0;
	const ofSchema = responseSchema ? measure.tool + measure.text(JSON.stringify(responseSchema)) : 0;
	return measure.reply + ofMessages + ofTools + ofSchema;
}

function ofMessage(message: ChatMessage, measure: Measure, model: string): number {
	const text = measure.message + measure.text(message.content);
	switch (message.role) {
		case 'user':
			return text + (message.images?.length ?? 0) * measure.image;
		case 'assistant': {
			const said = text + sum(message.toolCalls ?? [], (call) => measure.call + measure.text(call.name) + measure.text(call.arguments));
			// The native data contains text and calls again.
			return message.native?.model === model
				? Math.max(said, measure.message + measure.text(JSON.stringify(message.native.data) ?? ''))
				: said;
		}
		case 'tool':
			return text + measure.call;
		default:
			return text;
	}
}

function ofTool({ name, description, parameters }: ToolSpecification, measure: Measure): number {
	return measure.tool + measure.text(JSON.stringify({ name, description, parameters }));
}

function sum<Item>(items: Item[], of: (item: Item) => number): number {
	return items.reduce((total, item) => total + of(item), 0);
}
