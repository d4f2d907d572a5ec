import type { ChatRequest } from '../../../core/ports/models/models';
import { toStrictSchema } from '../../../providers/models/openai/wire/strict-schema';
import type { ConnectedReply } from './connected-reply';

type Wanted = NonNullable<ChatRequest['responseSchema']>;

/** A way to demand JSON of a model, besides words: an option of its call, or a tool that it has to call with the JSON. */
export type Format = { options: Record<string, unknown> } | { tool: { name: string; description: string; parameters: Wanted['schema'] } };

/** LangChain's names for the models whose vendors can force a call. */
const callers = new Set(['anthropic', 'googlegenerativeai', 'google', 'vertexai', 'mistral_ai', 'chat_bedrock_converse']);

/**
 * Chooses how to demand a request's JSON; undefined if only words can. Other tools leave no place for a forced call, and Groq and Ollama call
 * none when held to a format. OpenAI's client refuses a format beside tools with loose schemas, as n8n's are.
 */
export function formatFor(model: object, { responseSchema: wanted, tools = [] }: ChatRequest): Format | undefined {
	if (!wanted) return undefined;
	const kind = kindOf(model);
	if (kind === 'openai' && (tools.length === 0 || usesResponses(model))) return { options: { response_format: responseFormat(wanted) } };
	if (tools.length > 0) return undefined;
	if (kind === 'groq') return { options: { response_format: responseFormat(wanted) } };
	if (kind === 'ollama') return { options: { format: wanted.schema } };
	if (!callers.has(kind) || wanted.schema.type !== 'object') return undefined;
	return { tool: { name: nameOf(wanted), description: 'Gives the answer. It is always called.', parameters: wanted.schema } };
}

/** Returns whether an OpenAI model of LangChain calls the Responses API. */
function usesResponses(model: object): boolean {
	const { _useResponsesApi: read } = model as { _useResponsesApi?: unknown };
	return typeof read === 'function' && Boolean(read.call(model, {}));
}

function kindOf(model: object): string {
	const { _llmType: read } = model as { _llmType?: unknown };
	return typeof read === 'function' ? String(read.call(model)) : '';
}

const nameOf = ({ name }: Wanted) => name.slice(0, 64);

function responseFormat(wanted: Wanted) {
	const strict = toStrictSchema(wanted.schema);
	return {
		type: 'json_schema',
		json_schema: { name: nameOf(wanted), schema: strict ?? wanted.schema, ...(strict && { strict: true }) },
	};
}

/** The reply of a model that answered by calling the tool, as if it had written the JSON. */
export function withAnswerAsText(reply: ConnectedReply, format: Format | undefined): ConnectedReply {
	if (!format || !('tool' in format)) return reply;
	const call = reply.tool_calls?.find(({ name }) => name === format.tool.name);
	const invalid = reply.invalid_tool_calls?.find(({ name }) => name === format.tool.name);
	if (!call && !invalid) return reply;
	const content = call ? JSON.stringify(call.args ?? {}) : (invalid!.args ?? '');
	return { ...reply, content, tool_calls: [], invalid_tool_calls: [] };
}
