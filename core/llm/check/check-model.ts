import { getErrorMessage, isTroupeError, TroupeError } from '../../base/errors';
import type { ChatPart, ChatRequest, ChatResponse, ToolSpecification } from '../../ports/models/models';
import { type CheckName, consequences } from './check-consequences';
import {
	checkBounds,
	fails,
	partial,
	skipped,
	type Check,
	type CheckedEndpoint,
	type ModelCheck,
	type Verdict,
	works,
} from './model-check';

const ask = (content: string, more: Partial<ChatRequest> = {}): ChatRequest => ({
	messages: [{ role: 'user', content }],
	maxOutputTokens: checkBounds.outputTokensPerCall,
	...more,
});

const weather: ToolSpecification = {
	name: 'get_weather',
	description: 'Returns the weather of one city.',
	parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'], additionalProperties: false },
};
const askWeather = ask('What is the weather in Lisbon? Use the tool.', { tools: [weather] });
const askBothWeathers = ask('What is the weather in Lisbon and in Porto? Call the tool for both at once.', { tools: [weather] });
const askToCount = ask('Count from one to ten in words.');

/** No model says this word by chance. */
const word = 'PELICAN';
const saysWord = (text: string): boolean => text.toUpperCase().includes(word);
const askWithSystem = ask('', {
	messages: [
		{ role: 'system', content: `Whatever the user writes, answer with the one word ${word}.` },
		{ role: 'user', content: 'Which city is the capital of Portugal?' },
	],
});
/** About 6,000 tokens: more than the usual window of a local server. */
const filler = 'The shop sells lamps, chairs and tables. '.repeat(600);
const askForBeginning = ask(`Remember the word ${word}.\n${filler}\nWhich word should you remember? Answer in one word.`);

/** @throws TroupeError MODEL_MALFORMED_RESPONSE */
async function read(stream: AsyncIterable<ChatPart>): Promise<{ parts: number; response: ChatResponse }> {
	let parts = 0;
	for await (const part of stream) {
		if (part.kind === 'text') parts += 1;
		if (part.kind === 'end') return { parts, response: part.response };
	}
	throw new TroupeError({ code: 'MODEL_MALFORMED_RESPONSE', message: 'The stream has no end.' });
}

function withResults(request: ChatRequest, { text, toolCalls = [], native }: ChatResponse): ChatRequest {
	const results = toolCalls.map(({ id, name }) => ({ role: 'tool' as const, callId: id, name, content: '21 degrees and sunny.' }));
	const turn = { role: 'assistant' as const, content: text, toolCalls, ...(native && { native }) };
	return { ...request, messages: [...request.messages, turn, ...results] };
}

const readCity = (text: string): string | undefined => {
	const { city } = parse(text) as { city?: unknown };
	return typeof city === 'string' ? city : undefined;
};

const readDays = (text: string): number | undefined => {
	const { days } = parse(text) as { days?: unknown };
	return typeof days === 'number' ? days : undefined;
};

const numbers = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** All numbers from one to ten, in another order. */
function isJumbled(text: string): boolean {
	const words: string[] = text.toLowerCase().match(/[a-z]+/g) ?? [];
	let next = 0;
	for (const word of words) if (word === numbers[next]) next += 1;
	return next < numbers.length && numbers.every((number) => words.includes(number));
}

/** Below any tokenizer: half a token for a word. */
function countsTooFew({ text, usage }: ChatResponse): boolean {
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

const quote = (text: string): string => JSON.stringify(text.slice(0, 80));

const sample = 'ação, 日本語, 🎭';
/** A red square. */
const redSquare = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mP4z8BAEmIY1TCqYfhqAACQ+f8B8u7oVwAAAABJRU5ErkJggg==';

const checks: Record<CheckName, Check> = {
	async text({ open }, signal) {
		const { text, finish, usage } = await (await open()).generate(ask('Say hello in one word.'), signal);
		if (text.trim() === '' && finish === 'length')
			return fails(
				`the answer is empty: thoughts used up its ${checkBounds.outputTokensPerCall} tokens; agents need a larger limits.outputTokens`,
			);
		if (text.trim() === '') return fails('the answer is empty');
		return finish === 'stop'
			? works(usage.reasoningTokens ? `answers, after ${usage.reasoningTokens} tokens of thoughts` : 'answers')
			: partial(`the answer ends with "${finish}"; expected "stop"`);
	},
	async 'system-role'({ open }, signal) {
		const { text } = await (await open()).generate(askWithSystem, signal);
		return saysWord(text) ? works('is followed') : partial(`the model did not follow it: ${quote(text)}`);
	},
	async streaming({ open }, signal) {
		const { parts, response } = await read((await open()).stream(askToCount, signal));
		if (response.text.trim() === '') return fails('the stream has no text');
		if (isJumbled(response.text)) return fails(`the parts come in the wrong order: ${quote(response.text)}`);
		return parts > 1 ? works(`${parts} parts`) : partial('the whole answer comes in one part');
	},
	async usage({ open }, signal) {
		const model = await open();
		const answers = {
			answers: await model.generate(ask('Say hello in one word.'), signal),
			streams: (await read(model.stream(askToCount, signal))).response,
		};
		const without = Object.entries(answers).filter(([, { usage }]) => usage.estimated);
		if (without.length > 0) return partial(`no usage in ${without.map(([where]) => where).join(' and ')}`);
		const [few] = Object.entries(answers).filter(([, answer]) => countsTooFew(answer));
		if (!few) return works('reported');
		const [where, { text, usage }] = few;
		return partial(`too few tokens in ${where}: ${usage.inputTokens} + ${usage.outputTokens}, with the answer ${quote(text)}`);
	},
	async tools({ open }, signal) {
		const model = await open();
		const first = await model.generate(askWeather, signal);
		const missing = findMissingCall(first);
		if (missing !== undefined) return fails(missing);
		const next = await model.generate(withResults(askWeather, first), signal);
		return next.text.trim() === '' ? fails('no answer after the result of the tool') : works('called, and answered with the result');
	},
	async 'streamed-tools'({ open }, signal) {
		const missing = findMissingCall((await read((await open()).stream(askWeather, signal))).response);
		return missing === undefined ? works('called') : fails(`in a stream, ${missing}`);
	},
	async 'parallel-tools'({ open }, signal) {
		const { toolCalls = [] } = await (await open()).generate(askBothWeathers, signal);
		if (toolCalls.length === 0) return fails('the model did not call the tool');
		if (new Set(toolCalls.map(({ id }) => id)).size < toolCalls.length) return fails('two calls have the same id');
		return toolCalls.length > 1 ? works(`${toolCalls.length} calls at once`) : partial('one call at a time');
	},
	async 'call-ids'({ open, hasCallIds }, signal) {
		if (!hasCallIds) return skipped('not part of this protocol');
		const model = await open();
		const answers = [await model.generate(askWeather, signal), await model.generate(askWeather, signal)];
		const [one, other] = answers.map(({ toolCalls = [] }) => toolCalls[0]?.id);
		if (one === undefined || other === undefined) return skipped('the model did not call the tool');
		return one === other ? partial('calls have no id, or that of an earlier call') : works('each call has its own');
	},
	async structured({ open }, signal) {
		const schema = { type: 'object', properties: { days: { type: 'integer' } }, required: ['days'], additionalProperties: false };
		const request = ask('How many days has a week? Answer as JSON.', { responseSchema: { name: 'week', schema } });
		const { text } = await (await open()).generate(request, signal);
		return readDays(text) === undefined ? fails(`the answer does not fit the schema: ${quote(text)}`) : works('fits the schema');
	},
	async images({ open, images }, signal) {
		if (!images) return skipped('add --images to check it');
		const message = { role: 'user' as const, content: 'Which color has this square? Answer in one word.' };
		const shown = { ...message, images: [{ kind: 'data' as const, mediaType: 'image/png', data: redSquare }] };
		const { text } = await (await open()).generate(ask('', { messages: [shown] }), signal);
		return text.trim() === '' ? fails('the answer is empty') : works(`accepted; it says ${quote(text)}`);
	},
	async unicode({ open }, signal) {
		const { text } = await (await open()).generate(ask(`Repeat exactly, and nothing else: ${sample}`), signal);
		if (text.normalize('NFC').includes(sample)) return works('unchanged');
		return /�|Ã|\?{2}/.test(text)
			? fails(`characters are broken: ${quote(text)}`)
			: partial(`the model wrote something else: ${quote(text)}`);
	},
	async length({ open }, signal) {
		const { finish } = await (await open()).generate(ask('Write a long story about a lamp.', { maxOutputTokens: 20 }), signal);
		return finish === 'length' ? works('says that the limit cut the answer') : partial(`finish is "${finish}"; expected "length"`);
	},
	async cancel({ open }, signal) {
		const stop = new AbortController();
		const reading = (async () => {
			for await (const part of (await open()).stream(ask('Count from one to two hundred.'), AbortSignal.any([signal, stop.signal])))
				if (part.kind === 'text') stop.abort();
		})();
		return expectError(reading, ['CANCELLED'], 'the stream went on to its end');
	},
	async 'bad-key'({ open, hasKeys }, signal) {
		if (!hasKeys) return skipped('no key is configured');
		const model = await open({ apiKey: 'troupe-check-wrong-key' });
		return expectError(model.generate(ask('Hi'), signal), ['MODEL_AUTHENTICATION'], 'a wrong key was accepted');
	},
	async 'unknown-model'({ open }, signal) {
		const model = await open({ model: 'troupe-no-such-model' });
		return expectError(model.generate(ask('Hi'), signal), ['MODEL_NOT_FOUND'], 'a model that does not exist answered');
	},
	async window({ open }, signal) {
		const model = await open();
		try {
			const { text } = await model.generate(askForBeginning, signal);
			return saysWord(text) ? works('6,000 tokens are read') : partial(`the beginning of 6,000 tokens was not read: ${quote(text)}`);
		} catch (error) {
			if (isTroupeError(error) && error.code === 'MODEL_CONTEXT_TOO_LONG') return partial('smaller than 6,000 tokens, and says so');
			throw error;
		}
	},
	async 'too-long'({ open, tooLongCharacters }, signal) {
		if (tooLongCharacters === 0) return skipped('it would cost more than the limit, or the size of the model is unknown');
		const model = await open();
		return expectError(model.generate(ask('word '.repeat(tooLongCharacters / 5)), signal), ['MODEL_CONTEXT_TOO_LONG'], 'it was answered');
	},
};

function findMissingCall({ toolCalls: [call] = [] }: ChatResponse): string | undefined {
	if (!call) return 'the model did not call the tool';
	if (readCity(call.arguments) !== undefined) return undefined;
	return `the arguments do not fit the tool's schema: ${quote(call.arguments)}; expected {"city": …}`;
}

async function expectError(work: Promise<unknown>, codes: string[], otherwise: string): Promise<Verdict> {
	try {
		await work;
	} catch (error) {
		const code = isTroupeError(error) ? error.code : 'INTERNAL';
		return codes.includes(code) ? works(code) : partial(`the error is ${code}; expected ${codes.join(' or ')}`);
	}
	return fails(otherwise);
}

/**
 * One call after another. A failed check is repeated with each need that could help. @throws TroupeError CANCELLED, and errors that make every check
 * fail, such as a refused key
 */
export async function checkModel(endpoint: CheckedEndpoint, signal: AbortSignal): Promise<{ checks: ModelCheck[]; needs: string[] }> {
	const results: ModelCheck[] = [];
	const tried: string[] = [];
	const run = (name: CheckName, needs: string[] = []) => {
		const open: CheckedEndpoint['open'] = (options) => endpoint.open({ ...options, needs: [...tried, ...needs] });
		return runCheck(checks[name], { ...endpoint, open }, signal, results.length === 0);
	};
	for (const name of Object.keys(checks) as CheckName[]) {
		if (signal.aborted) throw new TroupeError({ code: 'CANCELLED', message: 'The check was cancelled.', cause: signal.reason });
		const verdict = await run(name);
		const need = isLess(verdict) ? await findNeed(endpoint.remedies[name] ?? [], (one) => run(name, [one])) : undefined;
		if (need !== undefined) {
			tried.push(need);
			results.push({ check: name, result: 'partial', detail: `works with ${need}; else: ${verdict.detail}`, meaning: `It needs ${need}.` });
		} else results.push({ check: name, ...verdict, meaning: verdict.result === 'works' ? '' : consequences[name] });
	}
	return { checks: results, needs: [...new Set([...endpoint.learned(), ...tried])] };
}

const isLess = ({ result }: Verdict): boolean => result === 'fails' || result === 'partial';

async function findNeed(needs: string[], run: (need: string) => Promise<Verdict>): Promise<string | undefined> {
	for (const need of needs) if ((await run(need)).result === 'works') return need;
	return undefined;
}

const fatal = new Set(['MODEL_AUTHENTICATION', 'MODEL_NOT_FOUND', 'MODEL_UNREACHABLE', 'BUDGET_EXCEEDED', 'MODEL_OUT_OF_CREDIT']);

async function runCheck(check: Check, endpoint: CheckedEndpoint, signal: AbortSignal, isFirst: boolean): Promise<Verdict> {
	const timeout = AbortSignal.timeout(endpoint.timeoutMs);
	try {
		return await check(endpoint, AbortSignal.any([signal, timeout]));
	} catch (error) {
		if (signal.aborted) throw error;
		if (timeout.aborted) return fails(`no answer within ${endpoint.timeoutMs} ms`);
		if (isTroupeError(error) && (error.code === 'BUDGET_EXCEEDED' || (isFirst && fatal.has(error.code)))) throw error;
		return fails(isTroupeError(error) ? `${error.code}: ${error.message}` : getErrorMessage(error));
	}
}
