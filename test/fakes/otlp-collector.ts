import { type FakeServer, rawAnswer, type RawReply, startFakeServer } from '../../sandbox/fakes/fake-server';
import { readProtobuf, type WireAttributes, type WireSpan, type WireTraces } from './otlp-protobuf';

/** A span as it arrived. */
export interface CollectedSpan {
	traceId: string;
	spanId: string;
	/** Empty for the first of its trace. */
	parentSpanId: string;
	name: string;
	/** SpanKind of OTLP: 1 internal, 3 client, 5 consumer. */
	kind: number;
	facts: Record<string, unknown>;
	/** 2 for an error. */
	status: number;
	links: Array<{ traceId: string; spanId: string }>;
	/** The conventions of the library that made it. */
	schemaUrl: string;
	/** The process that sent it. */
	resource: Record<string, unknown>;
}

export interface OtlpCollector extends FakeServer {
	readonly spans: CollectedSpan[];
}

/** Starts a collector of OTLP over HTTP on a free port. It refuses what a real one refuses. */
export async function startOtlpCollector(): Promise<OtlpCollector> {
	const spans: CollectedSpan[] = [];
	const server = await startFakeServer((call, nextReply) => {
		if (call.path !== '/v1/traces') return rawAnswer({ status: 404, body: '404 page not found' });
		if (call.method !== 'POST') return rawAnswer({ status: 405, body: '405 method not allowed, supported: [POST]' });
		const type = call.headers['content-type']?.split(';')[0];
		if (type !== 'application/json' && type !== 'application/x-protobuf')
			return rawAnswer({ status: 415, body: '415 unsupported media type, supported: [application/json, application/x-protobuf]' });
		const scripted = nextReply() as RawReply | undefined;
		if (scripted) return rawAnswer(scripted);
		const isJson = type === 'application/json';
		const read = readSpans(isJson ? call.body : parseProtobuf(call.bytes));
		if (typeof read === 'string') return rawAnswer({ status: 400, body: { code: 3, message: read } });
		spans.push(...read);
		return rawAnswer({ status: 200, body: isJson ? { partialSuccess: {} } : new Uint8Array() });
	});
	return { ...server, spans };
}

function parseProtobuf(bytes: Uint8Array): unknown {
	try {
		return readProtobuf(bytes);
	} catch {
		return undefined;
	}
}

/** Returns the spans, or why they are refused. */
function readSpans(sent: unknown): CollectedSpan[] | string {
	const { resourceSpans } = (sent ?? {}) as Partial<WireTraces>;
	if (!Array.isArray(resourceSpans)) return 'no resourceSpans';
	const spans: CollectedSpan[] = [];
	for (const { resource, scopeSpans } of resourceSpans)
		for (const { schemaUrl = '', spans: ofScope } of scopeSpans)
			for (const span of ofScope) {
				const fault = findFault(span);
				if (fault !== undefined) return `${span.name}: ${fault}`;
				const { traceId, spanId, parentSpanId = '', name, kind, attributes, status, links = [] } = span;
				spans.push({
					...{ traceId, spanId, parentSpanId, name, kind, schemaUrl, status: status?.code ?? 0 },
					...{ facts: toFacts(attributes), links: links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })) },
					resource: toFacts(resource.attributes),
				});
			}
	return spans;
}

function findFault({ traceId, spanId, parentSpanId, name, startTimeUnixNano, endTimeUnixNano }: WireSpan): string | undefined {
	if (!/^(?!0{32})[0-9a-f]{32}$/.test(traceId)) return 'invalid trace_id';
	if (!/^(?!0{16})[0-9a-f]{16}$/.test(spanId)) return 'invalid span_id';
	if (parentSpanId !== undefined && parentSpanId !== '' && !/^(?!0{16})[0-9a-f]{16}$/.test(parentSpanId)) return 'invalid parent_span_id';
	if (name === '') return 'no name';
	return BigInt(endTimeUnixNano) < BigInt(startTimeUnixNano) ? 'it ends before it starts' : undefined;
}

const toFacts = (attributes: WireAttributes = []): Record<string, unknown> =>
	Object.fromEntries(attributes.map(({ key, value }) => [key, toValue(value)]));

function toValue(value: Record<string, unknown>): unknown {
	if ('arrayValue' in value) return (value.arrayValue as { values: Array<Record<string, unknown>> }).values.map(toValue);
	return 'intValue' in value ? Number(value.intValue) : Object.values(value)[0];
}
