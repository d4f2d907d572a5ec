/** Reads OTLP as Protocol Buffers: opentelemetry/proto/trace/v1/trace.proto, as far as a test looks at it. */
/** As JSON has it. */
export type WireAttributes = Array<{ key: string; value: Record<string, unknown> }>;
export interface WireSpan {
	traceId: string;
	spanId: string;
	name: string;
	kind: number;
	parentSpanId?: string;
	startTimeUnixNano: string;
	endTimeUnixNano: string;
	attributes?: WireAttributes;
	status?: { code?: number };
	links?: Array<{ traceId: string; spanId: string }>;
}
export interface WireTraces {
	resourceSpans: Array<{ resource: { attributes: WireAttributes }; scopeSpans: Array<{ schemaUrl?: string; spans: WireSpan[] }> }>;
}

/** The values of a message, by the numbers of its fields. */
type Fields = Map<number, Array<Uint8Array | bigint>>;

/** @throws RangeError for bytes that end too early or begin an unknown field */
function readFields(bytes: Uint8Array): Fields {
	const fields: Fields = new Map();
	let at = 0;
	const take = (length: number): Uint8Array => {
		if (at + length > bytes.length) throw new RangeError('the message ends too early');
		return bytes.subarray(at, (at += length));
	};
	const varint = (): bigint => {
		let value = 0n;
		for (let shift = 0n; ; shift += 7n) {
			const byte = BigInt(take(1)[0]!);
			value |= (byte & 0x7fn) << shift;
			if (byte < 0x80n) return value;
		}
	};
	const little = (length: number): bigint => take(length).reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
	while (at < bytes.length) {
		const tag = Number(varint());
		const wire = tag & 7;
		const readers = [varint, () => little(8), () => take(Number(varint())), undefined, undefined, () => little(4)] as const;
		const value = readers[wire]?.();
		if (value === undefined) throw new RangeError(`a field has the wire type ${wire}`);
		fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
	}
	return fields;
}

const messages = (fields: Fields, number: number): Fields[] => (fields.get(number) ?? []).map((one) => readFields(one as Uint8Array));
const text = (fields: Fields, number: number): string => Buffer.from((fields.get(number)?.[0] as Uint8Array | undefined) ?? []).toString();
const hex = (fields: Fields, number: number): string =>
	Buffer.from((fields.get(number)?.[0] as Uint8Array | undefined) ?? []).toString('hex');
const whole = (fields: Fields, number: number): bigint => (fields.get(number)?.[0] as bigint | undefined) ?? 0n;

export const readProtobuf = (bytes: Uint8Array): WireTraces => ({
	resourceSpans: messages(readFields(bytes), 1).map((one) => ({
		resource: { attributes: messages(one, 1).flatMap((resource) => toAttributes(resource, 1)) },
		scopeSpans: messages(one, 2).map((scope) => ({ schemaUrl: text(scope, 3), spans: messages(scope, 2).map(toSpan) })),
	})),
});

const toSpan = (span: Fields): WireSpan => ({
	...{ traceId: hex(span, 1), spanId: hex(span, 2), parentSpanId: hex(span, 4), name: text(span, 5), kind: Number(whole(span, 6)) },
	...{ startTimeUnixNano: String(whole(span, 7)), endTimeUnixNano: String(whole(span, 8)), attributes: toAttributes(span, 9) },
	links: messages(span, 13).map((link) => ({ traceId: hex(link, 1), spanId: hex(link, 2) })),
	status: { code: messages(span, 15).map((status) => Number(whole(status, 3)))[0] ?? 0 },
});

const toAttributes = (fields: Fields, number: number): WireAttributes =>
	messages(fields, number).map((one) => ({ key: text(one, 1), value: toValue(messages(one, 2)[0] ?? new Map()) }));

function toValue(value: Fields): Record<string, unknown> {
	if (value.has(2)) return { boolValue: whole(value, 2) === 1n };
	if (value.has(3)) return { intValue: String(whole(value, 3)) };
	if (value.has(4)) return { doubleValue: new DataView(new BigUint64Array([whole(value, 4)]).buffer).getFloat64(0, true) };
	if (value.has(5)) return { arrayValue: { values: messages(value, 5).flatMap((list) => messages(list, 1).map(toValue)) } };
	return { stringValue: text(value, 1) };
}
