import type { FakeResponder } from '../answer-from-conversation';
import { checkOllamaChat, checkOllamaEmbed, type FakeOllamaModel } from './check-ollama-request';
import { rawAnswer, startFakeServer, type FakeCall, type FakeReply, type FakeServer, type RawReply, type WireAnswer } from '../fake-server';
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
