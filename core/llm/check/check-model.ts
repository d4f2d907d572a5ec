import { getErrorMessage, isTroupeError, TroupeError } from '../../base/errors';
import type { ChatModel, ChatPart, ChatRequest, ChatResponse, ToolSpecification } from '../../ports';
import { type CheckName, meanings } from './meanings';

/** How one check ended. */
export interface ModelCheck {
	check: CheckName;
	/** `partial`: it works, with a difference that the detail names. `skipped`: it was not asked. */
	result: 'works' | 'partial' | 'fails' | 'skipped';
	/** What was expected and what came; never a key. */
	detail: string;
	/** What it means for Troupe; empty if it works. */
	meaning: string;
}

/** The endpoint to check. */
export interface CheckedEndpoint {
	/** Opens a model; without a name the one to check, without a key the right one. */
	open: (options?: { model?: string; apiKey?: string }) => Promise<ChatModel>;
	hasKeys: boolean;
	/** Whether images are shown. */
	images: boolean;
	/** Max characters of a text that is too long for the model; 0 if that is not tried. */
	tooLongCharacters: number;
	timeoutMs: number;
}

/** What the checks use at most; the cost that is named before is computed from it. */
export const checkBounds = { calls: 14, inputTokensPerCall: 700, outputTokensPerCall: 300 };

type Verdict = Pick<ModelCheck, 'result' | 'detail'>;
type Check = (endpoint: CheckedEndpoint, signal: AbortSignal) => Promise<Verdict>;

const works = (detail: string): Verdict => ({ result: 'works', detail });
const partial = (detail: string): Verdict => ({ result: 'partial', detail });
const fails = (detail: string): Verdict => ({ result: 'fails', detail });
const skipped = (detail: string): Verdict => ({ result: 'skipped', detail });

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
const sample = 'ação, 日本語, 🎭';
/** A red square. */
const redSquare = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mP8z8BQz0AEYBxVSF+FAAhKDveksOjmAAAAAElFTkSuQmCC';

const checks: Record<CheckName, Check> = {
	async text({ open }, signal) {
		const { text, finish } = await (await open()).generate(ask('Say hello in one word.'), signal);
		if (text.trim() === '') return fails('the answer is empty');
		return finish === 'stop' ? works('answers') : partial(`the answer ends with "${finish}"; expected "stop"`);
	},
	async streaming({ open }, signal) {
		const { parts, response } = await read((await open()).stream(ask('Count from one to ten in words.'), signal));
		if (response.text.trim() === '') return fails('the stream has no text');
		return parts > 1 ? works(`${parts} parts`) : partial('the whole answer comes in one part');
	},
	async usage({ open }, signal) {
		const model = await open();
		const whole = await model.generate(ask('Say hello in one word.'), signal);
		const streamed = (await read(model.stream(ask('Say hello in one word.'), signal))).response;
		const without = [...(whole.usage.estimated ? ['answers'] : []), ...(streamed.usage.estimated ? ['streams'] : [])];
		return without.length === 0 ? works('reported') : partial(`no usage in ${without.join(' and ')}`);
	},
	async tools({ open }, signal) {
		const model = await open();
		const request = ask('What is the weather in Lisbon? Use the tool.', { tools: [weather] });
		const first = await model.generate(request, signal);
		const [call] = first.toolCalls ?? [];
		if (!call) return fails('the model did not call the tool');
		if (readCity(call.arguments) === undefined)
			return fails(`the arguments do not fit the tool's schema: ${quote(call.arguments)}; expected {"city": …}`);
		const next = await model.generate(withResults(request, first), signal);
		return next.text.trim() === '' ? fails('no answer after the result of the tool') : works('called, and answered with the result');
	},
	async 'parallel-tools'({ open }, signal) {
		const request = ask('What is the weather in Lisbon and in Porto? Call the tool for both at once.', { tools: [weather] });
		const { toolCalls = [] } = await (await open()).generate(request, signal);
		if (toolCalls.length === 0) return fails('the model did not call the tool');
		if (new Set(toolCalls.map(({ id }) => id)).size < toolCalls.length) return fails('two calls have the same id');
		return toolCalls.length > 1 ? works(`${toolCalls.length} calls at once`) : partial('one call at a time');
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
	async 'too-long'({ open, tooLongCharacters }, signal) {
		if (tooLongCharacters === 0) return skipped('it would cost more than the limit, or the size of the model is unknown');
		const model = await open();
		return expectError(model.generate(ask('word '.repeat(tooLongCharacters / 5)), signal), ['MODEL_CONTEXT_TOO_LONG'], 'it was answered');
	},
};

/** Checks an endpoint, one call after another. @throws TroupeError CANCELLED, and what makes every check fail, such as a refused key */
export async function checkModel(endpoint: CheckedEndpoint, signal: AbortSignal): Promise<ModelCheck[]> {
	const results: ModelCheck[] = [];
	for (const name of Object.keys(checks) as CheckName[]) {
		if (signal.aborted) throw new TroupeError({ code: 'CANCELLED', message: 'The check was cancelled.', cause: signal.reason });
		const verdict = await runCheck(checks[name], endpoint, signal, results.length === 0);
		results.push({ check: name, ...verdict, meaning: verdict.result === 'works' ? '' : meanings[name] });
	}
	return results;
}

/** What no other check could get past. */
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

async function expectError(work: Promise<unknown>, codes: string[], otherwise: string): Promise<Verdict> {
	try {
		await work;
	} catch (error) {
		const code = isTroupeError(error) ? error.code : 'INTERNAL';
		return codes.includes(code) ? works(code) : partial(`the error is ${code}; expected ${codes.join(' or ')}`);
	}
	return fails(otherwise);
}

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

function parse(text: string): object {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		return {};
	}
}

const quote = (text: string): string => JSON.stringify(text.slice(0, 80));
