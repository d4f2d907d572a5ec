import { countTokens, type RawReply } from '../fake-server';
import { openAiError } from './openai-faults';
import { arrayTooLong, emptyArray, missing, outOfRange, refuse, wrongType, wrongValue } from './openai-refusals';

const knownFields = ['model', 'input', 'dimensions', 'encoding_format', 'user'];
const max = { texts: 2048, tokensEach: 8192, tokens: 300_000 };

export function checkOpenAiEmbeddings(body: unknown): RawReply | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body))
		return openAiError(400, 'We could not parse the JSON body of your request.');
	const request = body as Record<string, unknown>;
	const unknown = Object.keys(request).find((field) => !knownFields.includes(field));
	if (unknown !== undefined) return openAiError(400, `Unrecognized request argument supplied: ${unknown}`);
	if (typeof request.model !== 'string' || request.model === '') return openAiError(400, 'you must provide a model parameter');
	return checkInput(request.input) ?? checkDimensions(request) ?? checkEncoding(request.encoding_format);
}

function checkInput(input: unknown): RawReply | undefined {
	if (input === undefined) return missing('input');
	const texts = typeof input === 'string' ? [input] : input;
	if (!Array.isArray(texts)) return wrongType('input', 'a string or an array of strings', input);
	if (texts.length === 0) return emptyArray('input');
	if (texts.length > max.texts) return arrayTooLong('input', max.texts, texts.length);
	if (texts.some((text) => typeof text !== 'string')) return wrongType('input', 'a string or an array of strings', texts);
	if (texts.includes('')) return refuse('input', 'invalid_value', "Invalid 'input': input cannot be an empty string.");
	const tokens = (texts as string[]).map(countTokens);
	const long = tokens.find((count) => count > max.tokensEach);
	if (long)
		return openAiError(
			400,
			`This model's maximum context length is ${max.tokensEach} tokens, however you requested ${long} tokens (${long} in your prompt; 0 for the completion). Please reduce your prompt; or completion length.`,
		);
	const sum = tokens.reduce((total, count) => total + count, 0);
	if (sum <= max.tokens) return undefined;
	return refuse('input', 'max_tokens_per_request', `Requested ${sum} tokens, max ${max.tokens} tokens per request`);
}

function checkDimensions({ model, dimensions }: Record<string, unknown>): RawReply | undefined {
	if (dimensions === undefined) return undefined;
	if (model === 'text-embedding-ada-002') return openAiError(400, 'This model does not support specifying dimensions.');
	if (!Number.isInteger(dimensions)) return wrongType('dimensions', 'an integer', dimensions);
	return (dimensions as number) < 1 ? outOfRange('dimensions', 'integer_below_min_value', '>= 1', dimensions as number) : undefined;
}

function checkEncoding(format: unknown): RawReply | undefined {
	return format === undefined || ['float', 'base64'].includes(format as string)
		? undefined
		: wrongValue('encoding_format', format, ['float', 'base64']);
}
