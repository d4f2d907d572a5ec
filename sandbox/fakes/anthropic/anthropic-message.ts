import { signThinking } from './check-anthropic-messages';
import { formatArguments, countTokens, type TextReply, type WireAnswer } from '../fake-server';
import type { Cached } from './anthropic-cache';

interface Written {
	model: string;
	input: number;
	cached: Cached;
	thinks: boolean;
}

type Block = Record<string, unknown> & { type: string };

export function wholeMessage(reply: TextReply, written: Written): WireAnswer {
	const content = toBlocks(reply, written.thinks).map(({ block, input }) =>
		input === undefined ? block : { ...block, input: toObject(input) },
	);
	return {
		status: 200,
		headers: { 'content-type': 'application/json', 'request-id': 'req_fake' },
		body: JSON.stringify(toMessage(written.model, content, toStopReason(reply), toUsage(reply, written))),
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : 1,
	};
}

/** `cutAfter` counts parts of the first text; earlier events are always sent. */
export function streamedMessage(reply: TextReply, written: Written): WireAnswer {
	const usage = toUsage(reply, written);
	const blocks = toBlocks(reply, written.thinks);
	const start = event('message_start', { message: toMessage(written.model, [], null, { ...usage, output_tokens: 1 }) });
	const bodies = blocks.map((one, index) => blockEvents(one, index));
	const end = [
		event('message_delta', {
			delta: { stop_reason: toStopReason(reply), stop_sequence: null },
			usage: { output_tokens: usage.output_tokens },
		}),
		event('message_stop'),
	];
	const parts = reply.failWith ? bodies.flat().slice(0, -1) : [...bodies.flat(), ...end];
	const before = 1 + (bodies[0]?.[0] === undefined ? 0 : 1) + (written.thinks && reply.thought ? (bodies[0]?.length ?? 0) : 0);
	return {
		status: 200,
		headers: { 'content-type': 'text/event-stream; charset=utf-8', 'request-id': 'req_fake' },
		body: [start, ...parts, ...(reply.failWith ? [`event: error\ndata: ${JSON.stringify(reply.failWith)}\n\n`] : [])],
		delayMs: reply.delayMs,
		cutAfter: reply.cutAfter === undefined ? undefined : reply.cutAfter + before,
	};
}

let callsMade = 0;

function toBlocks(reply: TextReply, thinks: boolean): Array<{ block: Block; input?: object | string }> {
	const { text, thought, calls = [] } = reply;
	return [
		...(thinks && thought ? [{ block: { type: 'thinking', thinking: thought, signature: signThinking(thought) } }] : []),
		...(text === '' ? [] : [{ block: { type: 'text', text, citations: null } }]),
		...calls.map(({ name, input }) => {
			const id = `toolu_${String((callsMade += 1)).padStart(6, '0')}`;
			return { block: { type: 'tool_use', id, name, caller: { type: 'direct' }, input: {} }, input };
		}),
	];
}

function blockEvents({ block, input }: { block: Block; input?: object | string }, index: number): string[] {
	const delta = (fields: object) => event('content_block_delta', { index, delta: fields });
	const open = { thinking: { thinking: '', signature: '' }, text: { text: '' } }[block.type] ?? {};
	const start = event('content_block_start', { index, content_block: { ...block, ...open } }) + (index === 0 ? event('ping') : '');
	const deltas: string[] = [];
	if (block.type === 'text') deltas.push(...words(block.text as string).map((text) => delta({ type: 'text_delta', text })));
	if (block.type === 'thinking') {
		deltas.push(...words(block.thinking as string).map((thinking) => delta({ type: 'thinking_delta', thinking })));
		deltas.push(delta({ type: 'signature_delta', signature: block.signature }));
	}
	const json = input === undefined ? '' : formatArguments(input);
	// The real service begins with an empty piece, and sends no more without input.
	if (block.type === 'tool_use') {
		const pieces = json === '{}' ? [] : (json.match(/[^]{1,5}/g) ?? []);
		deltas.push(...['', ...pieces].map((partial) => delta({ type: 'input_json_delta', partial_json: partial })));
	}
	return [start, ...deltas, event('content_block_stop', { index })];
}

function words(text: string): string[] {
	return text.match(/\S+\s*|\s+/g) ?? [];
}

function event(type: string, fields: Record<string, unknown> = {}): string {
	return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function toMessage(model: string, content: object[], stopReason: string | null, usage: unknown): Record<string, unknown> {
	return { id: 'msg_fake', type: 'message', role: 'assistant', model, content, stop_reason: stopReason, stop_sequence: null, usage };
}

function toObject(input: object | string): object {
	return typeof input === 'string' ? { malformed: input } : input;
}

function toStopReason({ finish, calls }: TextReply): string {
	if (calls && !finish) return 'tool_use';
	return { stop: 'end_turn', length: 'max_tokens', 'content-filter': 'refusal' }[finish ?? 'stop'];
}

function toUsage(reply: TextReply, { input: counted, cached: kept }: Written): Record<string, unknown> & { output_tokens: number } {
	const written = countTokens(reply.text + (reply.calls ?? []).map(({ input }) => formatArguments(input)).join(''));
	const { input, output, cached, cacheWrite, reasoning } = reply.usage ?? {
		input: counted,
		output: written,
		cached: kept.read,
		cacheWrite: kept.written,
	};
	const [read, wrote] = [cached ?? 0, cacheWrite ?? 0];
	return {
		// `input_tokens` excludes cache reads and writes, as in the real service.
		input_tokens: Math.max(0, input - read - wrote),
		output_tokens: output,
		cache_read_input_tokens: read,
		cache_creation_input_tokens: wrote,
		service_tier: 'standard',
		...(reasoning && { output_tokens_details: { thinking_tokens: reasoning } }),
	};
}
