import type { Fields, RawReply } from '../fake-server';
import { ollamaError } from './ollama-faults';

export interface FakeOllamaModel {
	/** Default: `completion` and `tools`. */
	capabilities?: Array<'completion' | 'tools' | 'vision' | 'thinking' | 'embedding' | 'insert'>;
	/** Default 131072. */
	contextTokens?: number;
	/** Default `llama`. */
	family?: string;
	numCtx?: number;
}

/** The real server ignores unknown fields. */
export function checkOllamaChat(body: Fields, model: FakeOllamaModel & { name: string }): RawReply | undefined {
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

export function checkOllamaEmbed(body: Fields, model: FakeOllamaModel & { name: string }): RawReply | undefined {
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
