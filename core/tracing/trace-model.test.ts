import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import { createSpanMemory } from '../../test/support/span-memory';
import { TroupeError } from '../base/errors';
import { readTraceId, withTraceContext } from '../base/trace-context';
import { traceModel } from './trace-model';

let { tracing, spans } = createSpanMemory();
beforeEach(() => ({ tracing, spans } = createSpanMemory()));
const request = { messages: [{ role: 'user' as const, content: 'Hi' }] };
const { signal } = new AbortController();

test('a stream whose reader stops early is a span all the same, and the model learns of its end (openlit/openlit#1454)', async () => {
	const ended: string[] = [];
	const model = {
		...scriptedChatModel(),
		async *stream() {
			try {
				yield { kind: 'text' as const, text: 'One' };
				yield { kind: 'text' as const, text: 'Two' };
			} finally {
				ended.push(readTraceId() ?? 'no trace');
			}
		},
	};
	for await (const part of traceModel(model, tracing).stream(request, signal)) if (part.kind === 'text') break;
	const [span] = spans();
	expect(span).toMatchObject({ name: 'chat model', attributes: { 'gen_ai.request.stream': true, 'gen_ai.operation.name': 'chat' } });
	expect(ended).toEqual([span!.spanContext().traceId]);
});

test('a stream that is read to its end has its figures, and a time of its first part (openlit/openlit#1618)', async () => {
	for await (const _part of traceModel(scriptedChatModel('Hello.'), tracing).stream(request, signal));
	expect(spans()).toMatchObject([
		{
			attributes: {
				...{ 'gen_ai.usage.input_tokens': 10, 'gen_ai.usage.output_tokens': 5, 'gen_ai.response.finish_reasons': ['stop'] },
				'gen_ai.response.time_to_first_chunk': expect.any(Number) as number,
			},
		},
	]);
});

test('a call that fails names its code; the text of its error, which can quote what was said, stays here', async () => {
	const limited = new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'The provider says: ana@example.com is odd.' });
	const named = Object.assign(new Error('down'), { name: 'ana@example.com' });
	const model = traceModel(scriptedChatModel(limited, new RangeError('ana@example.com'), named), tracing);
	await expect(model.generate(request, signal)).rejects.toBe(limited);
	await expect(model.generate(request, signal)).rejects.toThrow('ana@');
	await expect(model.generate(request, signal)).rejects.toThrow('down');
	tracing.open({ name: 'work' }).end('ana@example.com');
	expect(spans()).toMatchObject([
		{ attributes: { 'error.type': 'MODEL_RATE_LIMITED' }, status: { code: 2 } },
		{ attributes: { 'error.type': 'RangeError' }, status: { code: 2 } },
		{ attributes: { 'error.type': '_OTHER' } },
		{ attributes: { 'error.type': '_OTHER' } },
	]);
	expect(JSON.stringify(spans().map(({ status, attributes, events }) => [status, attributes, events]))).not.toContain('ana@');
});

test('work that waited long begins a trace of its own, with a link to the one that led to it', async () => {
	const earlier = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, isEarlier: true as const };
	await withTraceContext(earlier, () => traceModel(scriptedChatModel('Hello.'), tracing).generate(request, signal));
	const [span] = spans();
	expect(span!.parentSpanContext).toBeUndefined();
	expect(span!.spanContext().traceId).not.toBe('a'.repeat(32));
	expect(span!.links).toMatchObject([{ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) } }]);
});
