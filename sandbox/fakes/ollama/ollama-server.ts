import type { FakeResponder } from '../answer-from-conversation';
import { rawAnswer, startFakeServer, type FakeCall, type FakeReply, type FakeServer, type RawReply, type WireAnswer } from '../fake-server';
import type { Fields } from '../fake-server';
import { chatAnswer, embedAnswer } from './ollama-answers';
import { ollamaError } from './ollama-faults';

interface FakeOllamaOptions {
	/** By name with tag. Default: `llama3.2:latest` (vision), `gpt-oss:20b` (thinking) and `nomic-embed-text:latest`. */
	models?: Record<string, FakeOllamaModel>;
	/** Default `null`: no key needed. */
	keys?: string[] | null;
	/** Gives tool calls ids, as newer versions do. Default false. */
	givesCallIds?: boolean;
	respond?: FakeResponder;
}

const defaultModels: Record<string, FakeOllamaModel> = {
	'llama3.2:latest': { capabilities: ['completion', 'tools', 'vision'] },
	'gpt-oss:20b': { capabilities: ['completion', 'tools', 'thinking'], family: 'gptoss' },
	'nomic-embed-text:latest': { capabilities: ['embedding'], contextTokens: 2048, family: 'nomic-bert' },
};

export function startOllamaServer(options: FakeOllamaOptions = {}): Promise<FakeServer> {
	const models = options.models ?? defaultModels;
	return startFakeServer((call, nextReply) => {
		const refused = checkAccess(call, options.keys ?? null);
		if (refused) return rawAnswer(refused);
		if (call.path === '/api/tags') return rawAnswer(scriptedRaw(nextReply) ?? { status: 200, body: listModels(models) });
		const model = find(models, call.body);
		if ('status' in model) return rawAnswer(model);
		// Not scripted: adapters request it themselves in every test.
		if (call.path === '/api/show') return rawAnswer({ status: 200, body: show(model) });
		return call.path === '/api/embed' ? embed(call, model, nextReply) : chat(call, model, options, nextReply);
	});
}

const routes = ['POST /api/chat', 'POST /api/embed', 'POST /api/show', 'GET /api/tags'];

function checkAccess(call: FakeCall, keys: string[] | null): RawReply | undefined {
	if (!routes.includes(`${call.method} ${call.path}`))
		return { status: 404, headers: { 'content-type': 'text/plain' }, body: '404 page not found' };
	const given = call.headers.authorization?.match(/^Bearer (.+)$/)?.[1];
	return keys === null || keys.includes(given ?? '') ? undefined : ollamaError(401, 'unauthorized');
}

interface Found extends FakeOllamaModel {
	name: string;
}

function find(models: Record<string, FakeOllamaModel>, body: unknown): Found | RawReply {
	if (typeof body !== 'object' || body === null) return ollamaError(400, 'invalid character looking for beginning of value');
	const { model } = body as { model?: unknown };
	if (typeof model !== 'string' || model === '') return ollamaError(400, 'model is required');
	const name = model.includes(':') ? model : `${model}:latest`;
	const found = models[name];
	return found ? { name, ...found } : ollamaError(404, `model '${model}' not found`);
}

function listModels(models: Record<string, FakeOllamaModel>): unknown {
	const details = (family = 'llama') => ({ parent_model: '', format: 'gguf', family, families: [family], parameter_size: '3.2B' });
	return {
		models: Object.entries(models).map(([name, { family }]) => ({ name, model: name, size: 2_000_000_000, details: details(family) })),
	};
}

function show({ family = 'llama', capabilities = ['completion', 'tools'], contextTokens = 131_072, numCtx }: Found): unknown {
	return {
		details: { format: 'gguf', family, families: [family] },
		model_info: { 'general.architecture': family, [`${family}.context_length`]: contextTokens },
		capabilities,
		...(numCtx && { parameters: `num_ctx                        ${numCtx}\nstop                           "<|end|>"` }),
	};
}

function chat(call: FakeCall, model: Found, options: FakeOllamaOptions, nextReply: () => FakeReply | undefined): WireAnswer {
	const wrong = checkOllamaChat(call.body as Record<string, unknown>, model);
	return wrong ? rawAnswer(wrong) : chatAnswer(call.body, model, options, nextReply);
}

function embed(call: FakeCall, model: Found, nextReply: () => FakeReply | undefined): WireAnswer {
	const wrong = checkOllamaEmbed(call.body as Record<string, unknown>, model);
	if (wrong) return rawAnswer(wrong);
	const reply = nextReply();
	const delayMs = reply && !('status' in reply) ? reply.delayMs : undefined;
	return rawAnswer(reply && 'status' in reply ? reply : { status: 200, body: embedAnswer(call.body, model.name), delayMs });
}

function scriptedRaw(nextReply: () => FakeReply | undefined): RawReply | undefined {
	const reply = nextReply();
	return reply && 'status' in reply ? reply : undefined;
}

interface FakeOllamaModel {
	/** Default: `completion` and `tools`. */
	capabilities?: Array<'completion' | 'tools' | 'vision' | 'thinking' | 'embedding' | 'insert'>;
	/** Default 131072. */
	contextTokens?: number;
	/** Default `llama`. */
	family?: string;
	numCtx?: number;
}

/** The real server ignores unknown fields. */
function checkOllamaChat(body: Fields, model: FakeOllamaModel & { name: string }): RawReply | undefined {
	const { capabilities = ['completion', 'tools'], family } = model;
	const messages = body.messages ?? [];
	if (!Array.isArray(messages)) return wrongType('array', 'ChatRequest.messages', messages);
	const lacks = (capability: (typeof capabilities)[number]) => !capabilities.includes(capability);
	if (lacks('completion')) return ollamaError(400, `"${model.name}" does not support chat`);
	if (Array.isArray(body.tools) && body.tools.length > 0 && lacks('tools'))
		return ollamaError(400, `registry.ollama.ai/library/${model.name} does not support tools`);
	return (
		findFirst(messages as Fields[], (message) => checkMessage(message, !lacks('vision'))) ??
		findFirst((body.tools ?? []) as Fields[], checkTool) ??
		checkThink(body.think, model.name, !lacks('thinking'), family) ??
		checkFormat(body.format) ??
		checkOptions(body.options)
	);
}

function checkOllamaEmbed(body: Fields, model: FakeOllamaModel & { name: string }): RawReply | undefined {
	const inputs = typeof body.input === 'string' ? [body.input] : body.input;
	if (!Array.isArray(inputs) || inputs.some((input) => typeof input !== 'string')) return ollamaError(400, 'invalid input type');
	if (!model.capabilities?.includes('embedding')) return ollamaError(400, 'this model does not support embeddings');
	const max = (model.contextTokens ?? 131_072) * 4;
	const long = (inputs as string[]).some((input) => input.length > max);
	return (
		(long && body.truncate === false ? ollamaError(400, 'the input length exceeds the context length') : undefined) ??
		checkOptions(body.options)
	);
}

function findFirst(items: Fields[], check: (item: Fields) => RawReply | undefined): RawReply | undefined {
	for (const item of items) {
		const wrong = check(item);
		if (wrong) return wrong;
	}
	return undefined;
}

function checkMessage(message: Fields, sees: boolean): RawReply | undefined {
	if (typeof (message.content ?? '') !== 'string') return wrongType('string', 'Message.messages.content', message.content);
	const images = (message.images ?? []) as unknown[];
	const wrong = images.find((image) => typeof image !== 'string' || !/^[A-Za-z0-9+/]+=*$/.test(image));
	if (wrong !== undefined) return ollamaError(400, 'illegal base64 data at input byte 4');
	if (images.length > 0 && !sees) return ollamaError(500, 'this model is missing data required for image input');
	for (const call of (message.tool_calls ?? []) as Array<{ function?: { arguments?: unknown } }>) {
		const given = call.function?.arguments;
		if (typeof given !== 'object' || given === null || Array.isArray(given))
			return wrongType('api.ToolCallFunctionArguments', 'ToolCallFunction.messages.tool_calls.function.arguments', given);
	}
	return undefined;
}

function checkTool(tool: Fields): RawReply | undefined {
	const { name } = (tool.function ?? {}) as { name?: unknown };
	return typeof name === 'string' ? undefined : wrongType('string', 'ToolFunction.tools.function.name', name);
}

function checkThink(think: unknown, name: string, thinks: boolean, family?: string): RawReply | undefined {
	if (think === undefined || think === false) return undefined;
	if (!thinks) return ollamaError(400, `"${name}" does not support thinking`);
	if (typeof think === 'boolean') return undefined;
	if (!['low', 'medium', 'high'].includes(think as string))
		return ollamaError(400, `invalid think value: ${JSON.stringify(think)} (must be "high", "medium", "low", true, or false)`);
	return family === 'gptoss' ? undefined : ollamaError(400, `think value "${think as string}" is not supported for this model`);
}

function checkFormat(format: unknown): RawReply | undefined {
	const object = typeof format === 'object' && format !== null && !Array.isArray(format);
	if (format === undefined || format === 'json' || format === '' || object) return undefined;
	return ollamaError(500, `invalid format: ${JSON.stringify(format)}; expected "json" or a valid JSON Schema object`);
}

function checkOptions(options: unknown): RawReply | undefined {
	const { num_ctx: size, num_predict: limit, temperature } = (options ?? {}) as Fields;
	for (const [name, value] of Object.entries({ num_ctx: size, num_predict: limit }))
		if (value !== undefined && !Number.isInteger(value)) return ollamaError(400, `option "${name}" must be of type integer`);
	if (temperature !== undefined && typeof temperature !== 'number') return ollamaError(400, 'option "temperature" must be of type float32');
	return undefined;
}

function wrongType(expected: string, field: string, value: unknown): RawReply {
	return ollamaError(400, `json: cannot unmarshal ${typeof value} into Go struct field ${field} of type ${expected}`);
}
