import { answerFromConversation, type FakeChat, type FakeResponder } from '../answer-from-conversation';
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
import { checkGoogleContents, parseVersion, unknownName } from './check-google-contents';
import type { Fields } from '../fake-server';
import { isSchema } from '../is-schema';
import { streamedCandidate, wholeCandidate } from './google-answer';
import { googleError, googleFaults } from './google-faults';

const knownFields = [
	'contents',
	'systemInstruction',
	'tools',
	'toolConfig',
	'generationConfig',
	'safetySettings',
	'cachedContent',
	'model',
];
const configFields =
	'temperature topP topK candidateCount maxOutputTokens stopSequences responseMimeType responseSchema responseJsonSchema thinkingConfig seed'.split(
		' ',
	);
const declarationFields = ['name', 'description', 'parameters', 'parametersJsonSchema', 'response'];

function checkGoogleRequest(body: unknown, model: string): string | undefined {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) return 'Invalid JSON payload received.';
	const { contents, tools, toolConfig, generationConfig = {}, ...rest } = body as Fields;
	const unknown = Object.keys(rest).find((field) => !knownFields.includes(field));
	if (unknown !== undefined) return unknownName(unknown, '');
	const declared = ((tools ?? []) as Array<{ functionDeclarations?: Fields[] }>).flatMap(
		({ functionDeclarations }) => functionDeclarations ?? [],
	);
	return (
		checkGoogleContents(contents, model) ??
		checkDeclarations(declared) ??
		checkToolConfig(
			toolConfig,
			declared.map(({ name }) => name),
		) ??
		checkConfig(generationConfig as Fields, parseVersion(model), declared.length > 0)
	);
}

function checkDeclarations(declared: Fields[]): string | undefined {
	for (const [index, declaration] of declared.entries()) {
		const at = `tools[0].function_declarations[${index}]`;
		const unknown = Object.keys(declaration).find((field) => !declarationFields.includes(field));
		if (unknown) return unknownName(unknown, at);
		if (!/^[a-zA-Z_][\w.:-]{0,127}$/.test(String(declaration.name)))
			return `* GenerateContentRequest.${at}.name: Invalid function name. Must start with a letter or an underscore.`;
		const { parameters, parametersJsonSchema: schema } = declaration;
		if (parameters !== undefined && schema !== undefined) return `${at}: parameters and parameters_json_schema are mutually exclusive.`;
		if (schema !== undefined && ((schema as Fields).type !== 'object' || !isSchema(schema)))
			return `* GenerateContentRequest.${at}.parameters_json_schema: schema is invalid: it should be of type OBJECT`;
		const { properties = {}, required = [] } = (schema ?? {}) as { properties?: object; required?: string[] };
		if (required.some((name) => !(name in properties)))
			return `* GenerateContentRequest.${at}.parameters_json_schema.required[0]: property is not defined`;
	}
	const names = declared.map(({ name }) => name);
	const twice = names.find((name, index) => names.indexOf(name) !== index);
	return twice === undefined ? undefined : `Duplicate function declaration found: ${JSON.stringify(twice)}`;
}

function checkToolConfig(config: unknown, names: unknown[]): string | undefined {
	if (config === undefined) return undefined;
	const { mode, allowedFunctionNames: allowed = [] } = ((config as Fields).functionCallingConfig ?? {}) as {
		mode?: string;
		allowedFunctionNames?: string[];
	};
	if (!['AUTO', 'ANY', 'NONE', 'VALIDATED'].includes(mode ?? '')) return "Invalid value at 'tool_config.function_calling_config.mode'";
	if (names.length === 0) return 'Function calling config is set without function_declarations.';
	if (allowed.length > 0 && mode !== 'ANY' && mode !== 'VALIDATED')
		return '* GenerateContentRequest.tool_config.function_calling_config.allowed_function_names: should only be set when the mode is ANY or VALIDATED.';
	const strange = allowed.find((name) => !names.includes(name));
	return strange && `* allowed_function_names: ${strange} is not one of the function_declarations.`;
}

function checkConfig(config: Fields, version: number, withTools: boolean): string | undefined {
	const unknown = Object.keys(config).find((field) => !configFields.includes(field));
	if (unknown) return unknownName(unknown, 'generation_config');
	const { temperature = 1, maxOutputTokens: limit = 1, responseMimeType: mime, responseJsonSchema: schema } = config;
	if (typeof temperature !== 'number' || temperature < 0 || temperature > 2)
		return `* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].`;
	if (!Number.isInteger(limit) || (limit as number) < 1)
		return '* GenerateContentRequest.generation_config.max_output_tokens: must be positive.';
	if (schema !== undefined && mime !== 'application/json')
		return "* GenerateContentRequest.generation_config.response_mime_type: must be 'application/json' when a response schema is set.";
	if (schema !== undefined && !isSchema(schema))
		return '* GenerateContentRequest.generation_config.response_json_schema: schema is invalid.';
	if (mime === 'application/json' && withTools && version < 3)
		return "Function calling with a response mime type: 'application/json' is unsupported";
	return checkThinking(config.thinkingConfig as Fields | undefined, version);
}

function checkThinking(config: Fields | undefined, version: number): string | undefined {
	if (config === undefined) return undefined;
	const { thinkingLevel: level, thinkingBudget: budget } = config;
	if (version < 2.5) return 'Unable to submit request because thinking is not supported by this model.';
	if (level !== undefined && budget !== undefined) return 'You can only set only one of thinking budget and thinking level.';
	if (level !== undefined && version < 3) return 'Thinking level is not supported for this model.';
	if (level !== undefined && !['MINIMAL', 'LOW', 'MEDIUM', 'HIGH'].includes(level as string))
		return "Invalid value at 'generation_config.thinking_config.thinking_level'";
	if (budget !== undefined && (!Number.isInteger(budget) || (budget as number) < -1 || (budget as number) > 24_576))
		return `The thinking budget ${JSON.stringify(budget)} is invalid. Please choose a value between 512 and 24576.`;
	return undefined;
}

const taskTypes = ['RETRIEVAL_QUERY', 'RETRIEVAL_DOCUMENT', 'SEMANTIC_SIMILARITY', 'CLASSIFICATION', 'CLUSTERING'];

function checkGoogleEmbeddings(body: unknown, model: string): string | undefined {
	const { requests } = body as { requests?: Array<Fields & { content?: { parts?: Array<{ text?: string }> } }> };
	if (!Array.isArray(requests) || requests.length === 0) return '* BatchEmbedContentsRequest.requests: at least one request is required';
	if (requests.length > 100) return '* BatchEmbedContentsRequest.requests: at most 100 requests can be in one batch';
	for (const [index, request] of requests.entries()) {
		const unknown = Object.keys(request).find(
			(field) => !['model', 'content', 'taskType', 'title', 'outputDimensionality'].includes(field),
		);
		if (unknown) return unknownName(unknown, `requests[${index}]`);
		if (request.model !== `models/${model}`)
			return `* BatchEmbedContentsRequest.requests[${index}].model: model must match the one in the parent.`;
		if (!request.content?.parts?.[0]?.text) return `* BatchEmbedContentsRequest.requests[${index}].content: content is empty`;
		if (request.content.parts.length > 1) return 'The stand-in embeds one part a content: several would become one vector.';
		if (request.taskType !== undefined && (!taskTypes.includes(request.taskType as string) || model === 'gemini-embedding-2'))
			return `Invalid value at 'requests[${index}].task_type'`;
	}
	return undefined;
}

interface FakeGoogleOptions {
	/** Default: `AIza-fake`. */
	keys?: string[];
	/** Default: `gemini-3.8-flash`, `gemini-2.5-flash` and two that embed. */
	models?: string[];
	/** In tokens of four characters. */
	contextTokens?: number;
	respond?: FakeResponder;
}

interface Body {
	systemInstruction?: { parts: Array<{ text?: string }> };
	contents: Array<{ role: string; parts: Part[] }>;
	generationConfig?: { maxOutputTokens?: number };
}
interface Part {
	text?: string;
	functionResponse?: { response: object };
}

const defaultModels = ['gemini-3.8-flash', 'gemini-2.5-flash', 'gemini-embedding-001', 'gemini-embedding-2'];
const route = /^\/v1(?:beta)?\/models(?:\/([^/:?]+):(generateContent|streamGenerateContent|batchEmbedContents))?(?:\?|$)/;

export function startGoogleServer(options: FakeGoogleOptions = {}): Promise<FakeServer> {
	const models = options.models ?? defaultModels;
	return startFakeServer((call, nextReply) => {
		const [found, model = '', method] = route.exec(call.path) ?? [];
		const refused = checkAccess(call, found, options.keys ?? ['AIza-fake']);
		if (refused) return rawAnswer(refused);
		if (method === undefined) return rawAnswer(scriptedOr(nextReply, listModels(models)));
		if (!models.includes(model) || model.includes('embedding') !== (method === 'batchEmbedContents'))
			return rawAnswer(notFound(model, method));
		const wrong = method === 'batchEmbedContents' ? checkGoogleEmbeddings(call.body, model) : checkGoogleRequest(call.body, model);
		if (wrong !== undefined) return rawAnswer(googleError(400, wrong));
		if (method === 'batchEmbedContents') return rawAnswer(scriptedOr(nextReply, embed(call.body as never)));
		return complete(call.body as Body, model, method === 'streamGenerateContent', options, nextReply);
	});
}

function checkAccess(call: FakeCall, found: string | undefined, keys: string[]): RawReply | undefined {
	if (found === undefined) return { status: 404, body: '<!DOCTYPE html><html><title>Error 404 (Not Found)!!1</title></html>' };
	// The real service also accepts a key in the URL, which every proxy would log.
	if (call.path.includes('key=')) return googleError(400, 'The key is in the URL.');
	const key = call.headers['x-goog-api-key'];
	if (key === undefined) return googleFaults.keyMissing();
	if (!keys.includes(key as string)) return googleFaults.keyInvalid();
	if (call.method === 'POST' && !call.headers['content-type']?.startsWith('application/json'))
		return googleError(400, `Invalid content type: ${call.headers['content-type'] ?? ''}`);
	return undefined;
}

function notFound(model: string, method: string): RawReply {
	return googleError(
		404,
		`models/${model} is not found for API version v1, or is not supported for ${method}. Call ListModels to see the list of available models and their supported methods.`,
	);
}

function scriptedOr(nextReply: () => FakeReply | undefined, body: object): RawReply {
	const scripted = nextReply();
	return scripted && 'status' in scripted ? scripted : { status: 200, body };
}

function listModels(models: string[]): object {
	return {
		models: models.map((name) => ({
			name: `models/${name}`,
			version: '001',
			displayName: name,
			inputTokenLimit: name.includes('embedding') ? 2048 : 1_048_576,
			outputTokenLimit: name.includes('embedding') ? 1 : 65_536,
			supportedGenerationMethods: name.includes('embedding') ? ['embedContent', 'countTextTokens'] : ['generateContent', 'countTokens'],
			...(!name.includes('embedding') && { thinking: true }),
		})),
	};
}

/** Vectors of three numbers that only distinguish texts. */
function embed({ requests }: { requests: Array<{ content: { parts: Part[] } }> }): object {
	return {
		embeddings: requests.map(({ content }) => {
			const text = content.parts.map((part) => part.text ?? '').join('');
			return { values: [text.length, text.charCodeAt(0) || 0, 1] };
		}),
	};
}

function complete(
	body: Body,
	model: string,
	streams: boolean,
	options: FakeGoogleOptions,
	nextReply: () => FakeReply | undefined,
): WireAnswer {
	const chat = toChat(body, model, streams);
	const input = countTokens(chat.messages.map(({ content }) => content).join('\n'));
	if (input > (options.contextTokens ?? Infinity)) return rawAnswer(googleFaults.contextTooLong(options.contextTokens, input));
	const reply = nextReply() ?? (options.respond ?? answerFromConversation)(chat);
	if ('status' in reply) return rawAnswer(reply);
	const limit = body.generationConfig?.maxOutputTokens ?? Infinity;
	const long = countTokens(reply.text) > limit;
	const limited = long ? { ...reply, text: reply.text.slice(0, limit * 4), finish: 'length' as const } : reply;
	return streams ? streamedCandidate(limited, model, input) : wholeCandidate(limited, model, input);
}

function toChat({ systemInstruction, contents }: Body, model: string, stream: boolean): FakeChat {
	const system = systemInstruction ? [{ role: 'system', content: joinText(systemInstruction.parts) }] : [];
	const turns = contents.map(({ role, parts }) => ({ role: role === 'model' ? 'assistant' : role, content: joinText(parts) }));
	return { model, stream, messages: [...system, ...turns] };
}

function joinText(parts: Part[]): string {
	return parts.map(({ text, functionResponse }) => text ?? Object.values(functionResponse?.response ?? {}).join('')).join('');
}
