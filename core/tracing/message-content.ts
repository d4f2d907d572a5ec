/** For spans, if the operator asked for content: without personal data and secrets. */
import type { ChatMessage, ChatRequest, ChatResponse, ToolCall } from '../ports/models/models';
import type { SpanFacts } from '../ports/tracing';

/** Characters: a collector refuses a batch that is too large. */
const maxLength = 20_000;

/** Withholds a text that cannot be searched for personal data and secrets. */
export async function showText(text: string): Promise<string> {
	try {
		const { hidePrivate } = await import('../evaluation/traffic/hide-private');
		return await hidePrivate(text.slice(0, maxLength));
	} catch {
		return '[NOT MASKED]';
	}
}

type Part =
	| { type: 'text'; content: string }
	| { type: 'tool_call'; id: string; name: string; arguments: string }
	| { type: 'tool_call_response'; id: string; response: string };

export async function describeQuestion({ messages }: ChatRequest): Promise<SpanFacts> {
	const system = messages.filter(({ role }) => role === 'system');
	const others = messages.filter(({ role }) => role !== 'system');
	return {
		'gen_ai.system_instructions': JSON.stringify((await Promise.all(system.map(toParts))).flat()),
		'gen_ai.input.messages': JSON.stringify(await Promise.all(others.map(async (one) => ({ role: one.role, parts: await toParts(one) })))),
	};
}

export async function describeAnswer({ text, toolCalls, finish }: ChatResponse): Promise<SpanFacts> {
	const parts = await toParts({ role: 'assistant', content: text, toolCalls });
	return { 'gen_ai.output.messages': JSON.stringify([{ role: 'assistant', parts, finish_reason: finish }]) };
}

async function toParts(message: ChatMessage): Promise<Part[]> {
	if (message.role === 'tool') return [{ type: 'tool_call_response', id: message.callId, response: await showText(message.content) }];
	const texts: Part[] = message.content === '' ? [] : [{ type: 'text', content: await showText(message.content) }];
	const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
	return [...texts, ...(await Promise.all(calls.map(toCall)))];
}

const toCall = async ({ id, name, arguments: text }: ToolCall): Promise<Part> => ({
	type: 'tool_call',
	id,
	name,
	arguments: await showText(text),
});
