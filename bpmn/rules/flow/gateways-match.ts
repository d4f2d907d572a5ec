import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { ScopeGraph } from './scope-graph';
import type { Step } from './steps';

/** A join must expect as many tokens as its split makes. See docs/rules/gateways-match.md. */
export function gatewaysMatch(): Rule {
	return {
		check(node, reporter) {
			const graph = new ScopeGraph(node);
			for (const join of graph.ofType('bpmn:ParallelGateway')) {
				const split = graph.ofType('bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway').find((one) => waitsForEver(graph, one, join));
				if (split)
					reporter.report(join.id ?? '', `waits for all its flows, but "${split.id}" takes only one of the ways to it`, {
						fix: 'Join with an exclusive gateway, or split with a parallel gateway.',
					});
			}
			for (const merge of graph.ofType('bpmn:ExclusiveGateway')) {
				const split = graph.ofType('bpmn:ParallelGateway').find((one) => runsTwice(graph, one, merge));
				if (split)
					reporter.report(merge.id ?? '', `lets each branch of "${split.id}" pass, so that everything after it runs several times`, {
						fix: 'Join with a parallel gateway, or split with an exclusive gateway.',
						category: 'warn',
					});
			}
		},
	};
}

/** Returns whether one way of the split leads to some flows of the join and not to the others, and nobody else brings a token there. */
function waitsForEver(graph: ScopeGraph, split: ModdleElement, join: ModdleElement): boolean {
	if (graph.leaving(split).length < 2 || graph.entering(join).length < 2) return false;
	if (!graph.isBefore(split, join) || hasSeveralTokens(graph, split)) return false;
	const ways = graph.leaving(split).map((way) => graph.follow([way], split, join));
	if (ways.some((steps) => comesTo(steps, split))) return false;
	return ways.some((steps) => {
		const arriving = graph.entering(join).filter((step) => steps.has(step));
		return arriving.length > 0 && arriving.length < graph.entering(join).length;
	});
}

function hasSeveralTokens(graph: ScopeGraph, gateway: ModdleElement): boolean {
	const forks = graph.elements.filter((one) => one !== gateway && !choosing.has(one.$type));
	return forks.some((fork) => graph.leaving(fork).filter((way) => comesTo(graph.follow([way], fork), gateway)).length > 1);
}

/** Returns whether at least two ways of the split always end in the merge, each by flows of its own. */
function runsTwice(graph: ScopeGraph, split: ModdleElement, merge: ModdleElement): boolean {
	if (graph.leaving(split).length < 2 || graph.entering(merge).length < 2 || !graph.isBefore(split, merge)) return false;
	const arrivals = graph.leaving(split).flatMap((way) => {
		const steps = graph.follow([way], merge);
		const endsElsewhere = [...steps].some(({ target }) => target === split || (target !== merge && graph.leaving(target).length === 0));
		return endsElsewhere ? [] : [graph.entering(merge).filter((step) => steps.has(step))];
	});
	return arrivals.some((one, index) => arrivals.slice(index + 1).some((other) => other.every((step) => !one.includes(step))));
}

const choosing = new Set(['bpmn:ExclusiveGateway', 'bpmn:EventBasedGateway']);
const comesTo = (steps: Set<Step>, element: ModdleElement): boolean => [...steps].some(({ target }) => target === element);
