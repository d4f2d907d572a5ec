import type { ChatResponse } from '../../../core/ports/models/models';
import { fromSdkMessages, fromSdkTools, toSdkChunks, toSdkResult } from './map-messages';
import type { SdkMessage } from './sdk';

const native = { model: 'anthropic:claude', data: [{ type: 'thinking', signature: 's' }], texts: ['thinking'] };
const response: ChatResponse = {
	text: 'Looking.',
	toolCalls: [
		{ id: 'c1', name: 'find', arguments: '{"q":1}' },
		{ id: 'c2', name: 'list', arguments: '' },
	],
	finish: 'tool-calls',
	model: 'anthropic:claude',
	usage: { inputTokens: 10, outputTokens: 5, cachedInputTokens: 4, reasoningTokens: 2, estimated: false },
	native,
};

describe("messages of n8n's SDK", () => {
	it('become a conversation with its system messages first', () => {
		const messages: SdkMessage[] = [
			{ role: 'user', content: [{ type: 'text', text: 'Hello' }] },
			{ role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
			{ role: 'assistant', content: [{ type: 'text', text: 'Hi' }, { type: 'text', text: '!' }, { type: 'reasoning' }] },
		];
		expect(fromSdkMessages(messages)).toEqual([
			{ role: 'system', content: 'Be brief.' },
			{ role: 'user', content: 'Hello' },
			{ role: 'assistant', content: 'Hi!' },
		]);
	});

	it('keep tool calls, and name their results after them', () => {
		const messages: SdkMessage[] = [
			{
				role: 'assistant',
				content: [
					{ type: 'tool-call', toolCallId: 'c1', toolName: 'find', input: '{"q":1}' },
					{ type: 'invalid-tool-call', toolCallId: 'c2', name: 'list', args: '{"' },
				],
			},
			{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', result: [{ type: 'text', text: 'it' }] }] },
			{ role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c2', result: { a: 1 }, isError: true }], name: 'list' },
		];
		expect(fromSdkMessages(messages)).toEqual([
			{
				role: 'assistant',
				content: '',
				toolCalls: [
					{ id: 'c1', name: 'find', arguments: '{"q":1}' },
					{ id: 'c2', name: 'list', arguments: '{"' },
				],
			},
			{ role: 'tool', callId: 'c1', name: 'find', content: 'it' },
			{ role: 'tool', callId: 'c2', name: 'list', content: '{"a":1}', failed: true },
		]);
	});

	it('keep images as data and as addresses, and refuse other files', () => {
		const message = (content: SdkMessage['content']): SdkMessage[] => [{ role: 'user', content }];
		const bytes = new Uint8Array([0]);
		expect(
			fromSdkMessages(
				message([
					{ type: 'text', text: 'What?' },
					{ type: 'file', mediaType: 'image/png', data: 'AA==' },
					{ type: 'file', mediaType: 'image/png', data: bytes },
					{ type: 'file', providerMetadata: { url: 'https://example.com/a.png' } },
				]),
			),
		).toEqual([
			{
				role: 'user',
				content: 'What?',
				images: [
					{ kind: 'data', mediaType: 'image/png', data: 'AA==' },
					{ kind: 'data', mediaType: 'image/png', data: 'AA==' },
					{ kind: 'url', url: 'https://example.com/a.png' },
				],
			},
		]);
		expect(() => fromSdkMessages(message([{ type: 'file', mediaType: 'application/pdf', data: '' }]))).toThrow(
			expect.objectContaining({ code: 'INPUT_INVALID' }),
		);
	});

	it('give back what a provider wants returned', () => {
		const { message } = toSdkResult(response);
		expect(fromSdkMessages([message])).toMatchObject([{ role: 'assistant', content: 'Looking.', native }]);
	});
});

describe('an answer', () => {
	it('is given whole, with its figures', () => {
		expect(toSdkResult(response)).toEqual({
			finishReason: 'tool-calls',
			usage: {
				promptTokens: 10,
				completionTokens: 5,
				totalTokens: 15,
				inputTokenDetails: { cacheRead: 4 },
				outputTokenDetails: { reasoning: 2 },
			},
			message: {
				role: 'assistant',
				content: [
					{ type: 'text', text: 'Looking.' },
					{ type: 'tool-call', toolCallId: 'c1', toolName: 'find', input: '{"q":1}' },
					{ type: 'tool-call', toolCallId: 'c2', toolName: 'list', input: '{}' },
					{ type: 'provider', value: { troupeNative: native } },
				],
			},
			providerMetadata: { finish_reason: 'tool-calls', troupe_model: 'anthropic:claude' },
		});
	});

	it('is given in parts', () => {
		expect(toSdkChunks({ kind: 'text', text: 'a' })).toEqual([{ type: 'text-delta', delta: 'a' }]);
		expect(toSdkChunks({ kind: 'tool-call', call: response.toolCalls![0]! })).toEqual([
			{ type: 'tool-call-delta', id: 'c1', name: 'find', argumentsDelta: '{"q":1}' },
		]);
		expect(toSdkChunks({ kind: 'end', response }).map(({ type }) => type)).toEqual(['content', 'finish']);
	});

	it.each(['{"q":', '3', 'null'])('is refused with the arguments %s, of which the SDK would make none', (text) => {
		const call = { id: 'c', name: 'find', arguments: text };
		const malformed = expect.objectContaining({ code: 'MODEL_MALFORMED_RESPONSE' }) as Error;
		expect(() => toSdkResult({ ...response, toolCalls: [call] })).toThrow(malformed);
		expect(() => toSdkChunks({ kind: 'tool-call', call })).toThrow(malformed);
	});
});

describe('tools', () => {
	const sdk = { getParametersJsonSchema: () => ({ type: 'object' }) };

	it('are given with JSON schemas, as the SDK makes them', () => {
		const tools = fromSdkTools([{ type: 'function', name: 'find', description: 'Finds.', inputSchema: 'zod' }], sdk);
		expect(tools).toEqual([{ name: 'find', description: 'Finds.', parameters: { type: 'object' } }]);
	});

	it('are refused where a provider runs them', () => {
		expect(() => fromSdkTools([{ type: 'provider', name: 'web_search' }], sdk)).toThrow(expect.objectContaining({ code: 'NOT_SUPPORTED' }));
	});
});
