import type { ShownRun } from '../../providers/compose/runs/read-run';
import type { CollectedSpan } from '../../test/fakes/otlp-collector';

/** The parts of a run with one call of a tool, by the names of their spans, and how many there are. */
const parts = { 'chat ': 2, 'execute_tool order': 1, 'retrieval ': 1, 'guardrail input': 1 };
const steps = ['input', 'model', 'tool', 'model', 'end'];

/**
 * Returns what is missing in the trace and the records of one run; nothing if all is there and joined.
 * @param path the names of spans between the caller and the run, the first one first; others can be between them
 * @param after names of spans of what follows the run
 */
export function findGaps(
	spans: readonly CollectedSpan[],
	runs: readonly ShownRun[],
	caller: string,
	path: string[],
	after: string[],
): string[] {
	const named = (name: string) => spans.filter((span) => span.name.startsWith(name));
	const ids = new Set([caller, ...spans.map(({ spanId }) => spanId)]);
	const [agent] = named('invoke_agent');
	const [run] = runs;
	const way = agent ? walkUp(agent, spans, caller) : [];
	const kinds = run?.steps.map(({ kind }) => kind).join() ?? 'no record';
	return [
		...(runs.length === 1 ? [] : [`${runs.length} records`]),
		...(run?.state === 'completed' && run.outcome === 'reply' ? [] : [`the record says ${run?.state} ${run?.outcome}`]),
		...(agent && run?.runId === agent.facts['troupe.run.id'] ? [] : ['the span of the run names another one']),
		...(kinds === steps.join() ? [] : [`steps: ${kinds}`]),
		...Object.entries(parts).flatMap(([name, count]) => (named(name).length === count ? [] : [`${named(name).length} × ${name}`])),
		...(isPart(path, way) ? [] : [`the way to the run: ${way.join(' > ') || 'none'}`]),
		...after.filter((name) => named(name).length === 0).map((name) => `no ${name}`),
		...spans.filter(({ parentSpanId }) => !ids.has(parentSpanId)).map(({ name }) => `${name} has no parent`),
	];
}

/** Returns the names of the spans from the caller down to this one; none if it does not lead to the caller. */
function walkUp(span: CollectedSpan, spans: readonly CollectedSpan[], caller: string): string[] {
	const names = [span.name];
	for (let above = span.parentSpanId; above !== caller;) {
		const parent = spans.find(({ spanId }) => spanId === above);
		if (!parent) return [];
		names.unshift(parent.name);
		above = parent.parentSpanId;
	}
	return names;
}

/** Says whether names that begin like these are there, in this order. */
function isPart(wanted: string[], names: string[]): boolean {
	const left = [...wanted];
	for (const name of names) if (left.length > 0 && name.startsWith(left[0]!)) left.shift();
	return left.length === 0;
}
