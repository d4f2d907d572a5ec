import { TroupeError } from '../../../core/base/errors';
import type { ImagePart } from '../../../core/ports/models/image-shapes';
import type { ChatMessage, ChatPart, ChatResponse, NativeMessage, ToolCall, ToolSpecification } from '../../../core/ports/models/models';
import type { AiNodeSdk, SdkChunk, SdkContent, SdkMessage, SdkResult, SdkTool, SdkUsage } from './sdk';

type Content<Type extends SdkContent['type']> = Extract<SdkContent, { type: Type }>;

const nativeField = 'troupeNative';

/** @throws TroupeError INPUT_INVALID for a file that is not an image */
export function fromSdkMessages(messages: SdkMessage[]): ChatMessage[] {
	const names = new Map(
		messages.flatMap(({ content }) => of(content, 'tool-call').map((call) => [call.toolCallId, call.toolName] as const)),
	);
	const mapped = messages.flatMap((message) => fromSdkMessage(message, names));
	return [...mapped.filter(({ role }) => role === 'system'), ...mapped.filter(({ role }) => role !== 'system')];
}

function fromSdkMessage({ role, content, name }: SdkMessage, names: Map<string | undefined, string>): ChatMessage[] {
	const text = of(content, 'text').map((part) => part.text);
	switch (role) {
		case 'system':
			return [{ role, content: text.join('\n') }];
		case 'user': {
			const images = of(content, 'file').map(toImage);
			return [{ role, content: text.join('\n'), ...(images.length > 0 && { images }) }];
		}
		case 'assistant':
			return [toAssistant(content, text.join(''))];
		case 'tool':
			return of(content, 'tool-result').map(({ toolCallId: callId, result, isError }) => ({
				role,
				callId,
				name: name ?? names.get(callId) ?? 'tool',
				content: resultText(result),
				...(isError && { failed: true }),
			}));
	}
}

function toAssistant(content: SdkContent[], text: string): ChatMessage {
	const toolCalls: ToolCall[] = [
		...of(content, 'tool-call').map(({ toolCallId, toolName, input }) => ({
			id: toolCallId ?? toolName,
			name: toolName,
			arguments: input,
		})),
		...of(content, 'invalid-tool-call').map(({ toolCallId, name = 'tool', args = '' }) => ({
			id: toolCallId ?? name,
			name,
			arguments: args,
		})),
	];
	const native = of(content, 'provider').flatMap(({ value }) => (value[nativeField] ? [value[nativeField] as NativeMessage] : []))[0];
	return { role: 'assistant', content: text, ...(toolCalls.length > 0 && { toolCalls }), ...(native && { native }) };
}

function toImage({ mediaType, data, providerMetadata }: Content<'file'>): ImagePart {
	const url = providerMetadata?.url;
	if (data === undefined && url) return { kind: 'url', url };
	if (data !== undefined && mediaType?.startsWith('image/'))
		return { kind: 'data', mediaType, data: typeof data === 'string' ? data : Buffer.from(data).toString('base64') };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `A message contains a file of type ${mediaType ?? 'unknown'}. Models of Troupe nodes accept only text and images.`,
		fix: 'Turn off "Automatically Passthrough Binary PDFs" in the agent, or put the text of the file into the message.',
	});
}

function resultText(result: unknown): string {
	if (typeof result === 'string') return result;
	if (!Array.isArray(result)) return JSON.stringify(result) ?? '';
	const parts = result as SdkContent[];
	return parts.every(({ type }) => type === 'text')
		? of(parts, 'text')
				.map(({ text }) => text)
				.join('\n')
		: JSON.stringify(result);
}

const of = <Type extends SdkContent['type']>(content: SdkContent[], type: Type) =>
	content.filter((part): part is Content<Type> => part.type === type);

/** @throws TroupeError NOT_SUPPORTED for a tool that a provider runs itself */
export function fromSdkTools(
	tools: SdkTool[],
	{ getParametersJsonSchema }: Pick<AiNodeSdk, 'getParametersJsonSchema'>,
): ToolSpecification[] {
	return tools.map(({ type, name, description = '', inputSchema }) => {
		if (type === 'function') return { name, description, parameters: getParametersJsonSchema({ inputSchema }) };
		throw new TroupeError({
			code: 'NOT_SUPPORTED',
			message: `The tool "${name}" runs at its provider. Models of Troupe nodes call only tools of the workflow.`,
			fix: 'Remove the built-in tool, or connect the chat model to the agent directly.',
		});
	});
}

/** A whole answer as the SDK takes it. @throws TroupeError MODEL_MALFORMED_RESPONSE */
export function toSdkResult(response: ChatResponse): SdkResult {
	const { text, toolCalls = [], finish, model, native } = response;
	const content: SdkContent[] = [
		...(text ? [{ type: 'text' as const, text }] : []),
		...toolCalls.map(({ id, name, ...call }) => ({
			type: 'tool-call' as const,
			toolCallId: id,
			toolName: name,
			input: checkArguments(call, name),
		})),
		...(native && toolCalls.length > 0 ? [nativeContent(native)] : []),
	];
	return {
		finishReason: finish,
		usage: toSdkUsage(response),
		message: { role: 'assistant', content },
		providerMetadata: { finish_reason: finish, troupe_model: model },
	};
}

/** A part of a stream as the SDK takes it. @throws TroupeError MODEL_MALFORMED_RESPONSE */
export function toSdkChunks(part: Exclude<ChatPart, { kind: 'withdrawn' }>): SdkChunk[] {
	if (part.kind === 'text') return [{ type: 'text-delta', delta: part.text }];
	if (part.kind === 'tool-call')
		return [{ type: 'tool-call-delta', id: part.call.id, name: part.call.name, argumentsDelta: checkArguments(part.call, part.call.name) }];
	const { native, toolCalls, finish } = part.response;
	return [
		...(native && toolCalls?.length ? [{ type: 'content' as const, content: nativeContent(native) }] : []),
		{ type: 'finish', finishReason: finish, usage: toSdkUsage(part.response) },
	];
}

const nativeContent = (native: NativeMessage): SdkContent => ({ type: 'provider', value: { [nativeField]: native } });

function toSdkUsage({ usage }: ChatResponse): SdkUsage {
	const { inputTokens, outputTokens, cachedInputTokens: cacheRead, reasoningTokens: reasoning } = usage;
	return {
		promptTokens: inputTokens,
		completionTokens: outputTokens,
		totalTokens: inputTokens + outputTokens,
		...(cacheRead !== undefined && { inputTokenDetails: { cacheRead } }),
		...(reasoning !== undefined && { outputTokenDetails: { reasoning } }),
	};
}

/** The SDK turns arguments that are not JSON into `{}`, and the tool would be called without arguments. */
function checkArguments({ arguments: text }: Pick<ToolCall, 'arguments'>, tool: string): string {
	if (text.trim() === '') return '{}';
	try {
		const value: unknown = JSON.parse(text);
		if (typeof value === 'object' && value !== null) return text;
	} catch {
		// said below
	}
	throw new TroupeError({
		code: 'MODEL_MALFORMED_RESPONSE',
		message: `The model called the tool "${tool}" with arguments that are not a JSON object.`,
		fix: 'Run it again, or use another model before this one.',
		retryable: true,
	});
}
