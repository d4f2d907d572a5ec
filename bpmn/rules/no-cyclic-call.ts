import type { Rule } from 'bpmnlint';
import { readCalledProcess, type Deployment } from './deployment';
import { findProcess } from './moddle';

/** A process that calls itself, directly or through others, starts instances without end. See docs/rules/no-cyclic-call.md. */
export function noCyclicCall({ calls }: Deployment): Rule {
	return {
		check(node, reporter) {
			if (node.$type !== 'bpmn:CallActivity') return;
			const callerId = findProcess(node)?.id ?? '';
			const path = pathBetween(readCalledProcess(node), callerId, calls);
			if (path === undefined) return;
			reporter.report(node.id ?? '', `calls its own process again: ${[callerId, ...path].join(' → ')}`, {
				fix: 'Repeat with a sequence flow or a multi-instance activity instead, or call a process that does not call back.',
			});
		},
	};
}

/** The shortest way of calls from one process to another, both included. */
function pathBetween(from: string, to: string, calls: Deployment['calls']): string[] | undefined {
	const paths = from === '' ? [] : [[from]];
	const seen = new Set<string>();
	for (let path = paths.shift(); path !== undefined; path = paths.shift()) {
		const last = path.at(-1)!;
		if (last === to) return path;
		if (seen.has(last)) continue;
		seen.add(last);
		for (const { callerId, calledId } of calls) if (callerId === last) paths.push([...path, calledId]);
	}
	return undefined;
}
