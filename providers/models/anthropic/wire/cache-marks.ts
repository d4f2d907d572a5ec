import type Anthropic from '@anthropic-ai/sdk';

type Body = Anthropic.MessageCreateParamsNonStreaming;

/** About the 1024 tokens below which most models keep nothing. */
const leastCharacters = 4096;
const mark = { cache_control: { type: 'ephemeral' } } as const;

/**
 * Marks what the next call of an agent's loop sends again: its tools, its system prompt, and the conversation so far once it goes round.
 * Written tokens cost 1.25 times as much, read ones a tenth (docs/decisions/models/0051). A request without tools is not marked:
 * its system prompt holds the passages of one question.
 */
export function withCacheMarks(body: Body): Body {
	const { tools, system, messages } = body;
	if (!tools || JSON.stringify(tools).length + (system?.length ?? 0) < leastCharacters) return body;
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
