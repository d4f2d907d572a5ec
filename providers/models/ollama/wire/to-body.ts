import type { ChatRequest as OllamaRequest, Message } from 'ollama/browser';
import type { ImagePart } from '../../../../core/ports/models/image-shapes';
import type { ChatMessage, ChatRequest, ToolCall } from '../../../../core/ports/models/models';
import { askForSchema, askInSystem } from '../../shared/ask-for-schema';
import { describeResult } from '../../shared/describe-result';
import { foldSchema } from '../../shared/fold-schema';
import type { ModelCall } from '../../shared/model-call';
import { modelError } from '../../shared/to-model-error';
import { readArguments } from '../../shared/read-arguments';
import type { ModelDetails } from './to-details';

/** With `truncate` and `shift`, servers since 0.12 refuse instead of truncating; older ones ignore them. */
type Body = Omit<OllamaRequest, 'stream'> & { truncate: false; shift: false };

export interface NativeData {
	thought: string;
}

/** @throws TroupeError MODEL_BAD_REQUEST for an image by URL, which the server does not fetch */
export function toBody(request: ChatRequest, call: ModelCall, model: string, details: ModelDetails, contextSize: number): Body {
	const { maxOutputTokens, temperature, reasoning } = request;
	const tools = offeredTools(request);
	const asked = withWishes(request, tools.length > 0);
	return {
		model,
		messages: asked.map((message) => toMessage(message, call)),
		...(tools.length > 0 && { tools }),
		// A grammar for the answer would keep the model from calling tools.
		...(request.responseSchema && tools.length === 0 && { format: request.responseSchema.schema }),
		...(reasoning && details.capabilities.includes('thinking') && { think: details.family === 'gptoss' ? reasoning : true }),
		truncate: false,
		shift: false,
		options: {
			num_ctx: contextSize,
			...(maxOutputTokens !== undefined && { num_predict: maxOutputTokens }),
			...(temperature !== undefined && { temperature }),
		},
	};
}

function offeredTools({ tools = [], toolChoice = 'auto' }: ChatRequest): NonNullable<Body['tools']> {
	const offered = tools.filter(({ name }) => typeof toolChoice === 'string' || name === toolChoice.name);
	if (toolChoice === 'none') return [];
	return offered.map(({ name, description, parameters }) => ({
		type: 'function',
		function: { name, description, parameters: foldSchema(parameters) },
	}));
}

/** Ollama supports neither a tool choice nor a schema with tools: the prompt asks for them. */
function withWishes({ messages, toolChoice, responseSchema }: ChatRequest, offersTools: boolean): ChatMessage[] {
	const shaped = responseSchema && offersTools ? askForSchema(messages, responseSchema) : messages;
	if (!offersTools || toolChoice === undefined || toolChoice === 'auto') return shaped;
	const which = typeof toolChoice === 'string' ? 'one of your tools' : `the tool ${toolChoice.name}`;
	return askInSystem(shaped, `Call ${which} now, and do not answer in words.`);
}

function toMessage(message: ChatMessage, call: ModelCall): Message {
	if (message.role === 'tool') return { role: 'tool', content: describeResult(message), tool_name: message.name };
	if (message.role === 'user' && message.images?.length)
		return { role: 'user', content: message.content, images: message.images.map((image) => toImage(image, call)) };
	if (message.role !== 'assistant' || !message.toolCalls?.length) return { role: message.role, content: message.content };
	const { thought } = (message.native?.model === call.id ? message.native.data : {}) as Partial<NativeData>;
	return { role: 'assistant', content: message.content, ...(thought && { thinking: thought }), tool_calls: message.toolCalls.map(toCall) };
}

function toImage(image: ImagePart, call: ModelCall): string {
	if (image.kind === 'data') return image.data;
	throw modelError('MODEL_BAD_REQUEST', call, 'accepts images as data only, not as URLs');
}

function toCall({ name, arguments: text }: ToolCall): NonNullable<Message['tool_calls']>[number] {
	return { function: { name, arguments: readArguments(text) } };
}
