import type Anthropic from '@anthropic-ai/sdk';

type Body = Anthropic.MessageCreateParamsNonStreaming;

/** About 1024 tokens; most models cache nothing below that. */
const minCharacters = 4096;
const mark = { cache_control: { type: 'ephemeral' } } as const;

/**
 * Marks the repeated parts of an agent's loop: tools, system prompt and, after the first round, the conversation. Written tokens cost 1.25 times as
 * much, read tokens a tenth. A request without tools is usually the only one, so it is not marked.
 */
export function withCacheMarks(body: Body): Body {
	const { tools, system, messages } = body;
	if (!tools || JSON.stringify(tools).length + (system?.length ?? 0) < minCharacters) return body;
	return {
		...body,
		tools: [...tools.slice(0, -1), { ...tools.at(-1)!, ...mark }],
		...(typeof system === 'string' && { system: [{ type: 'text', text: system, ...mark }] }),
		messages: goesRound(messages) ? [...messages.slice(0, -1), marked(messages.at(-1)!)] : messages,
	};
}

function goesRound(messages: Anthropic.MessageParam[]): boolean {
	const last = messages.at(-1)?.content;
	return Array.isArray(last) && last.some(({ type }) => type === 'tool_result');
}

function marked(message: Anthropic.MessageParam): Anthropic.MessageParam {
	const content = message.content as Anthropic.ContentBlockParam[];
	return { ...message, content: [...content.slice(0, -1), { ...content.at(-1)!, ...mark }] } as Anthropic.MessageParam;
}
