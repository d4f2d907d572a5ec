import { isTroupeError } from '../../base/errors';
import type { ChatResponse } from '../../ports/models/models';
import {
	ask,
	askBothWeathers,
	askForBeginning,
	askToCount,
	askWeather,
	askWithSystem,
	countsTooFew,
	isJumbled,
	quote,
	read,
	readCity,
	readDays,
	saysWord,
	withResults,
} from './ask-model';
import type { CheckName } from './check-consequences';
import { type Check, checkBounds, fails, partial, skipped, type Verdict, works } from './model-check';

const sample = 'ação, 日本語, 🎭';
/** A red square. */
const redSquare = 'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR42mP4z8BAEmIY1TCqYfhqAACQ+f8B8u7oVwAAAABJRU5ErkJggg==';

export const checks: Record<CheckName, Check> = {
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
		// What Troupe puts in place of a missing id is the same for the same conversation.
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
