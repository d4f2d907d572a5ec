import type { ChatMessage, ChatRequest, ToolSpecification } from '../ports/models/models';
import { countedCharacters, type CountText, loadVocabulary } from './count-text';
import { findVocabulary, type Vocabulary } from './vocabulary';

export interface TokenCounter {
	/** Exact if the model's vocabulary is known, else an estimate: see vocabulary.ts. */
	text(text: string): number;
	message(message: ChatMessage): number;
	request(request: ChatRequest): number;
	/** An upper bound. */
	maxRequest(request: ChatRequest): number;
	/** An upper bound. */
	maxText(text: string): number;
}

/** Separators around messages and calls, and before the reply. Providers state 3 to 7, and Anthropic 350 for the first tool. */
const overhead = {
	likely: { message: 4, call: 8, tool: 8, tools: 100, reply: 3 },
	upperBound: { message: 12, call: 24, tool: 32, tools: 600, reply: 16 },
};
/** 1024 x 1024: 765 with OpenAI, 1,400 with Anthropic, 1,290 with Google. Max 4,784, and 48,169 with gpt-4o-mini, whose image tokens are cheap. */
const image = { likely: 1300, most: 5000, maxOfMini: 48_169 };

/** Loads the vocabulary at first use. @param model as `provider:model` */
export async function createTokenCounter(model: string): Promise<TokenCounter> {
	const vocabulary = findVocabulary(model);
	const count = await loadVocabulary();
	const likely: Measure = {
		...overhead.likely,
		image: image.likely,
		text: (text) => Math.ceil(count(text) * vocabulary.likely),
	};
	const most: Measure = {
		...overhead.upperBound,
		image: /gpt-4o-mini/.test(model) ? image.maxOfMini : image.most,
		text: (text) => boundTokens(text, count, vocabulary),
	};
	return {
		text: likely.text,
		message: (message) => countMessage(message, likely, model),
		request: (request) => countRequest(request, likely, model),
		maxRequest: (request) => countRequest(request, most, model),
		maxText: most.text,
	};
}

/** `isEstimate`: by another vocabulary, as the model's own is not known. */
export async function countTokens(text: string, model: string): Promise<{ tokens: number; isEstimate: boolean }> {
	return { tokens: (await createTokenCounter(model)).text(text), isEstimate: findVocabulary(model).likely !== 1 };
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

/** Beyond Latin letters and general punctuation. */
const otherScripts = /[\u0250-\u1fff\u2070-\uffff]/g;

/** A token is at least one byte. A sampled text has no better bound. */
function boundTokens(text: string, count: CountText, { max, maxOther }: Vocabulary): number {
	const bytes = Buffer.byteLength(text);
	if (text.length > countedCharacters) return bytes;
	const share = (text.match(otherScripts)?.length ?? 0) / Math.max(1, text.length);
	return Math.min(bytes, Math.ceil(count(text) * (max + (maxOther - max) * share)));
}

function countRequest({ messages, tools = [], responseSchema }: ChatRequest, measure: Measure, model: string): number {
	const ofMessages = sum(messages, (message) => countMessage(message, measure, model));
	const ofTools = tools.length > 0 ? measure.tools + sum(tools, (tool) => countTool(tool, measure)) : 0;
	const ofSchema = responseSchema ? measure.tool + measure.text(JSON.stringify(responseSchema)) : 0;
	return measure.reply + ofMessages + ofTools + ofSchema;
}

function countMessage(message: ChatMessage, measure: Measure, model: string): number {
	const text = measure.message + measure.text(message.content);
	switch (message.role) {
		case 'user':
			return text + (message.images?.length ?? 0) * measure.image;
		case 'assistant': {
			const visible = text + sum(message.toolCalls ?? [], (call) => measure.call + measure.text(call.name) + measure.text(call.arguments));
			// Native data repeats text and calls.
			return message.native?.model === model
				? Math.max(visible, measure.message + measure.text(JSON.stringify(message.native.data) ?? ''))
				: visible;
		}
		case 'tool':
			return text + measure.call;
		default:
			return text;
	}
}

function countTool({ name, description, parameters }: ToolSpecification, measure: Measure): number {
	return measure.tool + measure.text(JSON.stringify({ name, description, parameters }));
}

function sum<Item>(items: Item[], of: (item: Item) => number): number {
	return items.reduce((total, item) => total + of(item), 0);
}
