import type { ImagePart } from '../../../core/ports/models/image-shapes';
import type { ChatMessage, ChatRequest, ToolCall, ToolSpecification } from '../../../core/ports/models/models';
import { describeResult } from '../../../providers/models/shared/describe-result';

export type ConnectedMessage = { role: string; content: unknown } & Record<string, unknown>;

/** A conversation in LangChain's shape; JSON is demanded in words. */
export function toConnectedMessages({ messages, responseSchema }: ChatRequest): ConnectedMessage[] {
	const connectedMessages = messages.map(toConnectedMessage);
	if (!responseSchema) return connectedMessages;
	const wish = `Answer with JSON alone, without a fence around it. It has to fit this JSON schema:\n${JSON.stringify(responseSchema.schema)}`;
	const at = connectedMessages.findLastIndex(({ role }) => role === 'system');
	if (at < 0) return [{ role: 'system', content: wish }, ...connectedMessages];
	return connectedMessages.map((message, index) =>
		index === at ? { ...message, content: `${String(message.content)}\n\n${wish}` } : message,
	);
}

function toConnectedMessage(message: ChatMessage): ConnectedMessage {
	switch (message.role) {
		case 'system':
			return { role: 'system', content: message.content };
		case 'user':
			return { role: 'human', content: withImages(message.content, message.images) };
		case 'assistant':
			return { role: 'ai', content: message.content, ...(message.toolCalls && { tool_calls: message.toolCalls.map(toConnectedCall) }) };
		case 'tool': {
			const { callId, name, failed } = message;
			// Not every model of n8n sends the status.
			return { role: 'tool', tool_call_id: callId, name, content: describeResult(message), status: failed ? 'error' : 'success' };
		}
	}
}

function withImages(text: string, images: ImagePart[] = []): unknown {
	if (images.length === 0) return text;
	const urls = images.map((image) => (image.kind === 'url' ? image.url : `data:${image.mediaType};base64,${image.data}`));
	return [...(text ? [{ type: 'text', text }] : []), ...urls.map((url) => ({ type: 'image_url', image_url: { url } }))];
}

const toConnectedCall = ({ id, name, arguments: text }: ToolCall) => ({ type: 'tool_call', id, name, args: readArguments(text) });

function readArguments(text: string): unknown {
	try {
		return JSON.parse(text || '{}') as unknown;
	} catch {
		return { malformed: text };
	}
}

/** A tool in the one form that every LangChain model takes. */
export const toConnectedTool = ({ name, description, parameters }: ToolSpecification) => ({
	type: 'function',
	function: { name, description, parameters },
});

export function toConnectedChoice(choice: ChatRequest['toolChoice']): string | undefined {
	if (typeof choice === 'object') return choice.name;
	return choice === 'required' ? 'any' : choice === 'none' ? 'none' : undefined;
}
