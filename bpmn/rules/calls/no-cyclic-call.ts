import type { Rule } from 'bpmnlint';
import { createCallGraph, processNode } from './call-graph';
import type { Deployment } from '../deployment';
import { findProcess } from '../moddle';

/**
 * A process that calls itself, directly or through other processes, agents and workflows of n8n, starts instances without end. See
 * docs/rules/no-cyclic-call.md.
 */
export function noCyclicCall(deployment: Deployment): Rule {
	const { listCalled, listNext } = createCallGraph(deployment);
	return {
		check(node, reporter) {
			const caller = processNode(findProcess(node)?.id ?? '');
			for (const called of listCalled(node)) {
				const path = called === caller ? [called] : findPath(called, caller, listNext);
				// A process that calls itself is reported at its own calls.
				const own = path || called.startsWith('process ') ? undefined : findPath(called, called, listNext);
				if (path)
					reporter.report(node.id ?? '', `calls its own process again: ${describe([caller, ...path])}`, { fix, isSeen: isSeen(path) });
				else if (own) reporter.report(node.id ?? '', `calls what calls itself again: ${describe(own)}`, { fix });
			}
		},
	};
}

const fix = 'Repeat with a sequence flow or a multi-instance activity instead, or call what does not call back.';

/** An engine judges calls between processes by itself: some wait for a job, and end. It does not see agents and workflows. */
const isSeen = (path: string[]): boolean => path.every((node) => node.startsWith('process '));

/** Processes alone are named by their ids. */
function describe(path: string[]): string {
	return path.map((node) => (isSeen(path) ? node.replace('process ', '') : node)).join(' → ');
}

/** Returns the shortest path of at least one step from one node of a graph to another, both included; undefined if there is none. */
function findPath(from: string, to: string, listNext: (node: string) => string[]): string[] | undefined {
	const seen = new Set<string>();
	for (let paths = [[from]]; paths.length > 0;) {
		const longer = paths.flatMap((path) => listNext(path.at(-1)!).map((next) => [...path, next]));
		const complete = longer.find((path) => path.at(-1) === to);
		if (complete) return complete;
		paths = longer.filter((path) => !seen.has(path.at(-1)!));
		for (const path of paths) seen.add(path.at(-1)!);
	}
	return undefined;
}
