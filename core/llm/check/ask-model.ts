import { TroupeError } from '../../base/errors';
import type { ChatPart, ChatRequest, ChatResponse, ToolSpecification } from '../../ports/models/models';
import { checkBounds } from './model-check';

export const ask = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
	messages: [{ role: 'user', content }],
	maxOutputTokens: checkBounds.outputTokensPerCall,
	...more,
});

const weather: ToolSpecification = {
	name: 'get_weather',
	description: 'Returns the weather of one city.',
	parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};
export const askWeather = ask('What is the weather in Lisbon? Use the tool.', { tools: [weather] });
export const askBothWeathers = ask('What is the weather in Lisbon and in Porto? Call the tool for both at once.', { tools: [weather] });
export const askToCount = ask('Count from one to ten in words.');

/** No model says this word by chance. */
const word = 'PELICAN';
export const saysWord = (text: string): boolean => text.toUpperCase().includes(word);
export const askWithSystem = ask('', {
	messages: [
		{ role: 'system', content: `Whatever the user writes, answer with the one word ${word}.` },
		{ role: 'user', content: 'Which city is the capital of Portugal?' },
	],
});
/** About 6,000 tokens: more than the usual window of a local server. */
const filler = 'The shop sells lamps, chairs and tables. '.repeat(600);
export const askForBeginning = ask(`Remember the word ${word}.\n${filler}\nWhich word should you remember? Answer in one word.`);

/** @throws TroupeError MODEL_MALFORMED_RESPONSE */
export async function read(stream: AsyncIterable<ChatPart>): Promise<{ parts: number; response: ChatResponse }> {
	let parts = 0;
	for await (const part of stream) {
		if (part.kind === 'text') parts += 1;
		if (part.kind === 'end') return { parts, response: part.response };
	}
	throw new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: 'The stream has no end.' });
}

export function withResults(request: ChatRequest, { text, toolCalls = [], native }: ChatResponse): ChatRequest {
	const results = toolCalls.map(({ id, name }) => ({ role: 'tool' as const, callId: id, name, content: '21 degrees and sunny.' }));
	const turn = { role: 'assistant' as const, content: text, toolCalls, ...(native && { native }) };
	return { ...request, messages: [...request.messages, turn, ...results] };
}

export const readCity = (text: string): string | undefined => {
	const { city } = parse(text) as { city?: unknown };
	return typeof city === 'string' ? city : undefined;
};

export const readDays = (text: string): number | undefined => {
	const { days } = parse(text) as { days?: unknown };
	return typeof days === 'number' ? days : undefined;
};

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** All numbers from one to ten, in another order. */
export function isJumbled(text: string): boolean {
	const words: string[] = text.toLowerCase().match(/[a-z]+/g) ?? [];
	let next = 0;
	for (const word of words) if (word === numbers[next]) next += 1;
	return next < numbers.length && numbers.every((number) => words.includes(number));
}

/** Below any tokenizer: half a token for a word. */
export function countsTooFew({ text, usage }: ChatResponse): boolean {
	const words = text.match(/\S+/g)?.length ?? 0;
	return !usage.estimated && (usage.inputTokens < 1 || usage.outputTokens < words / 2);
}

function parse(text: string): object {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {};
	}
}

export const quote = (text: string): string => JSON.stringify(text.slice(0, 80));
