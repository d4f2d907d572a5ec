import { readTraceContext, withTraceContext } from '../../core/base/trace-context';
import { openGate } from '../../test/fakes/permissive-gate';
import { admittedCalls } from './admitted-calls';
import { readNodeTrace } from './node-trace';

const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
const node = { getNode: () => ({ name: 'Support', typeVersion: 1 }) as never };

/** A context as n8n 2.27 and newer make it while its OpenTelemetry is on. */
const traced = (injectTraceHeaders: (execution: string, node: string, headers: Record<string, string>) => void) => ({
	...node,
	additionalData: { executionId: '7', otel: { injectTraceHeaders } },
});

test('a run is below the span of its node', () => {
	const context = traced((execution, name, headers) => {
		if (execution === '7' && name === 'Support') headers.traceparent = traceparent;
	});
	expect(readNodeTrace(context)).toEqual({ traceparent });
});

test('without it, or with one of another form, a run is where it was called', () => {
	const around = { traceparent: traceparent.replaceAll('a', 'c') };
	const broken = traced(() => {
		throw new Error('other');
	});
	for (const context of [node, broken, traced(() => undefined)]) {
		expect(readNodeTrace(context)).toBeUndefined();
		expect(withTraceContext(around, () => readNodeTrace(context))).toEqual(around);
	}
	expect(readTraceContext()).toBeUndefined();
});

test('a model that another node calls is below the span of its own, also while it is streamed', async () => {
	const context = traced((_execution, _name, headers) => void (headers.traceparent = traceparent));
	const places: Array<string | undefined> = [];
	const seen = () => void places.push(readTraceContext()?.traceparent);
	const calls = admittedCalls(context, openGate(), 'troupeModelRouter');
	await calls.whole(undefined, async () => seen());
	const parts = calls.streamed(undefined, async function* () {
		seen();
		yield 'one';
		seen();
	});
	for await (const part of parts) expect(part).toBe('one');
	expect(places).toEqual([traceparent, traceparent, traceparent]);
});
