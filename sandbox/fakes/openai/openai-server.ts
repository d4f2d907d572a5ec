import { checkOpenAiRequest, type OpenAiGap } from './check-openai-request';
import {
	countTokens,
	rawAnswer,
	startFakeServer,
	type FakeCall,
	type FakeReply,
	type FakeServer,
	type RawReply,
	type WireAnswer,
} from '../fake-server';
import { completionAnswer, type ChatBody, type Responding } from './openai-completion';
import { openAiError } from './openai-faults';
import { embedAsOpenAi, type EmbeddingsBody } from './openai-embeddings';
import { checkOpenAiModerations, moderateAsOpenAi, type Moderate, type ModerationsBody } from './openai-moderations';
import { arrayTooLong, emptyArray, missing, outOfRange, refuse, wrongType, wrongValue } from './openai-refusals';

const knownFields = ['model', 'input', 'dimensions', 'encoding_format', 'user'];
const max = { texts: 2048, tokensEach: 8192, tokens: 300_000 };

function checkOpenAiEmbeddings(body: unknown): RawReply | undefined {
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

export interface FakeOpenAiOptions extends Responding {
	/** `null` needs no key, as in Ollama. Default: `sk-fake`. */
	keys?: string[] | null;
	/** Default: `gpt-4.1-mini`, `o4-mini` and `text-embedding-3-small`; always with the two moderation models. */
	models?: string[];
	/** Models that refuse `max_tokens` and a temperature other than 1. Default: names that start with o and a digit, or gpt-5. */
	reasoning?: (model: string) => boolean;
	lacks?: OpenAiGap[];
	listed?: Record<string, object>;
	/** Default: every text is harmless. */
	moderate?: Moderate;
}

/** Stands in for OpenAI's API (chat completions, embeddings, moderations, models); clients use `<url>/v1`. */
export function startOpenAiServer(options: FakeOpenAiOptions = {}): Promise<FakeServer> {
	const models = options.models ?? ['gpt-4.1-mini', 'o4-mini', 'text-embedding-3-small'];
	return startFakeServer((call, nextReply) => {
		const refused = checkAccess(call, options.keys === undefined ? ['sk-fake'] : options.keys);
		if (refused) return rawAnswer(refused);
		if (call.method === 'GET') return rawAnswer(scriptedOr(nextReply, { status: 200, body: listModels(models, options.listed) }));
		if (call.path.split('?')[0]!.endsWith('/moderations')) return moderate(call, options.moderate, nextReply);
		return call.path.endsWith('/embeddings') ? embed(call, models, nextReply) : complete(call, models, options, nextReply);
	});
}

const moderationModels = ['omni-moderation-latest', 'text-moderation-latest'];
const routes = ['POST /v1/chat/completions', 'POST /v1/embeddings', 'POST /v1/moderations', 'GET /v1/models'];

function checkAccess(call: FakeCall, keys: string[] | null): RawReply | undefined {
	const route = `${call.method} ${call.path.split('?')[0]}`;
	if (!routes.includes(route)) return openAiError(404, `Invalid URL (${route})`, { code: 'unknown_url' });
	const given = call.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
	if (keys && given === undefined)
		return openAiError(
			401,
			"You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth.",
		);
	if (keys && !keys.includes(given!))
		return openAiError(
			401,
			`Incorrect API key provided: ${given}. You can find your API key at https://platform.openai.com/account/api-keys.`,
			{ code: 'invalid_api_key' },
		);
	if (call.method === 'POST' && !call.headers['content-type']?.startsWith('application/json'))
		return openAiError(415, `Unsupported content type: '${call.headers['content-type'] ?? ''}'.`, { code: 'unsupported_content_type' });
	return undefined;
}

function listModels(models: string[], listed: Record<string, object> = {}): unknown {
	const data = models.map((id) => ({ id, object: 'model', created: 1_700_000_000, owned_by: 'fake', ...listed[id] }));
	return { object: 'list', data };
}

function complete(call: FakeCall, models: string[], options: FakeOpenAiOptions, nextReply: () => FakeReply | undefined) {
	const reasoning = options.reasoning ?? ((model: string) => /^(o\d|gpt-5)/.test(model));
	const wrong = checkOpenAiRequest(call.body, { reasoning, lacks: options.lacks ?? [] }) ?? checkModel(call.body, models);
	return wrong ? rawAnswer(wrong) : completionAnswer(call.body as ChatBody, options, nextReply);
}

function embed(call: FakeCall, models: string[], nextReply: () => FakeReply | undefined): WireAnswer {
	const wrong = checkOpenAiEmbeddings(call.body) ?? checkModel(call.body, models);
	return rawAnswer(wrong ?? scriptedOr(nextReply, { status: 200, body: embedAsOpenAi(call.body as EmbeddingsBody) }));
}

function moderate(call: FakeCall, scores: Moderate = () => ({}), nextReply: () => FakeReply | undefined): WireAnswer {
	const wrong = checkOpenAiModerations(call.body) ?? checkModel({ model: moderationModels[0], ...(call.body as object) }, moderationModels);
	return rawAnswer(wrong ?? scriptedOr(nextReply, { status: 200, body: moderateAsOpenAi(call.body as ModerationsBody, scores) }));
}

function checkModel(body: unknown, models: string[]): RawReply | undefined {
	const { model } = body as { model: string };
	if (models.includes(model)) return undefined;
	return openAiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, { code: 'model_not_found' });
}

function scriptedOr(nextReply: () => FakeReply | undefined, otherwise: RawReply): RawReply {
	const reply = nextReply();
	if (reply && !('status' in reply)) return { ...otherwise, delayMs: reply.delayMs };
	return reply ?? otherwise;
}
