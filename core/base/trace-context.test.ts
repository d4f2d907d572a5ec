import { parseTraceContext, readTraceContext, restoreTrace, storeTrace, traceHeaders, withTraceContext } from './trace-context';

const [trace, span] = ['0af7651916cd43dd8448eb211c80319c', 'b7ad6b7169203331'];

test('a place in a trace comes from its headers, also from those of a later version', () => {
	const traceparent = `00-${trace}-${span}-01`;
	expect(parseTraceContext(traceparent, 'congo=t61rcWkgMzE')).toEqual({ traceparent, tracestate: 'congo=t61rcWkgMzE' });
	expect(parseTraceContext(`cc-${trace}-${span}-01-what the future brings`)).toEqual({ traceparent });
});

test('zeros, a forbidden version, capitals, and more or less than the version has name no place (n8n-io/n8n#28720)', () => {
	const wrong = [
		...[`00-${'0'.repeat(32)}-${span}-01`, `00-${trace}-${'0'.repeat(16)}-01`, `ff-${trace}-${span}-01`],
		...[`00-${trace.toUpperCase()}-${span}-01`, `00-${trace}-${span}-01-more`, `00-${trace}-${span}`, [`00-${trace}-${span}-01`]],
	];
	expect(wrong.map((header) => parseTraceContext(header))).toEqual(wrong.map(() => undefined));
});

test('what a vendor adds is left out where it is too long, or no text of a header', () => {
	const traceparent = `00-${trace}-${span}-00`;
	for (const state of ['a'.repeat(513), 'a=1\r\nhost: evil', Array.from({ length: 33 }, (_, index) => `v${index}=1`).join()])
		expect(parseTraceContext(traceparent, state)).toEqual({ traceparent });
});

test('work that follows is in the same trace, unless it waited for more than five minutes', () => {
	const place = { traceparent: `00-${trace}-${span}-01`, tracestate: 'a=1' };
	const stored = withTraceContext(place, () => storeTrace(1_000));
	expect(restoreTrace(stored, 301_000)).toEqual(place);
	const late = restoreTrace(stored, 301_001);
	expect(late).toEqual({ ...place, isEarlier: true });
	withTraceContext(late, () => {
		expect(traceHeaders()).toEqual({});
		expect(restoreTrace(storeTrace(), Date.now())).toEqual(late);
	});
	expect([storeTrace(), readTraceContext(), restoreTrace(null)]).toEqual([undefined, undefined, undefined]);
});
