/** Whatever a loop may have in its conversation, no provider refuses its form: the stand-ins' rules are those of the real services. */
import fc from 'fast-check';
import type { ChatMessage, ChatRequest } from '../../core/ports/models/models';
import { checkAnthropicMessages } from '../../sandbox/fakes/anthropic/check-anthropic-messages';
import { checkGoogleContents } from '../../sandbox/fakes/google/check-google-contents';
import { toMessages } from './anthropic/wire/to-messages';
import { toContents } from './google/wire/to-contents';

/** Any code unit, also half a character; fast-check's own `binary` takes half a second to list them all. */
const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code));
const words = fc.string({ unit: codeUnit, maxLength: 20 });
const name = fc.stringMatching(/^[\w-]{1,8}$/);
const calls = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 80 }), name, arguments: fc.oneof(words, fc.json()) }), {
	maxLength: 3,
	selector: ({ id }) => id,
});
const native = fc.option(fc.constant({ model: 'other:model', data: [{ type: 'text', text: 'theirs' }], texts: ['text'] as string[] }), {
	nil: undefined,
});

/** A turn of the model, and the results of its calls in any order. */
const turn = fc.record({ content: words, toolCalls: calls, native, said: words, failed: fc.boolean(), reversed: fc.boolean() });
const exchange = fc.record({ question: words.map((text) => `${text}?`), turns: fc.array(turn, { maxLength: 3 }) });

const conversations = fc.array(exchange, { minLength: 1, maxLength: 3 }).map((exchanges): ChatMessage[] =>
	exchanges.flatMap(({ question, turns }, place) => [
		{ role: 'user' as const, content: question },
		...turns.flatMap(({ content, toolCalls, native: held, said, failed, reversed }, index): ChatMessage[] => {
			const made = toolCalls.map((call) => ({ ...call, id: `${call.id}${place}${index}` }));
			const results = made.map((call): ChatMessage => ({ role: 'tool', callId: call.id, name: call.name, content: said, failed }));
			return [{ role: 'assistant', content, toolCalls: made, native: held }, ...(reversed ? results.reverse() : results)];
		}),
	]),
);

/** It ends with a question, or with results: a loop asks nothing else. */
function asked(messages: ChatMessage[]): ChatRequest['messages'] {
	return messages.at(-1)!.role === 'assistant' ? [...messages, { role: 'user', content: 'And now?' }] : messages;
}

test('Anthropic takes any conversation', () => {
	fc.assert(
		fc.property(conversations, (messages) => {
			expect(checkAnthropicMessages({ messages: toMessages(asked(messages), 'anthropic:m'), tools: [] })).toBeUndefined();
		}),
	);
});

test.each(['gemini-2.5-flash', 'gemini-3.8-flash'])('%s takes any conversation', (model) => {
	const call = { id: `google:${model}`, provider: 'Google', settings: { apiKey: '' }, keyVariable: '' };
	fc.assert(
		fc.property(conversations, (messages) => {
			expect(checkGoogleContents(toContents(asked(messages), call, model.includes('-3')), model)).toBeUndefined();
		}),
	);
});
