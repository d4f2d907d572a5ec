import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { ScopeGraph } from './scope-graph';
import type { Step } from './steps';
import { listWrites, type Write } from './writes';

/** Parallel branches that write one variable lose what all but the slowest wrote. See docs/rules/parallel-writes-differ.md. */
export function parallelWritesDiffer(): Rule {
	return {
		check(node, reporter) {
			const graph = new ScopeGraph(node);
			const told = new Set<string>();
			for (const split of graph.ofType('bpmn:ParallelGateway')) {
				for (const { name, first, second } of findClashes(graph, split)) {
					const pair = [name, first.id, second.id].sort().join(' ');
					if (told.has(pair)) continue;
					told.add(pair);
					reporter.report(second.id ?? '', `writes "${name}", as "${first.id}" does in a parallel branch: the slower one wins`, {
						fix: 'Give both an output mapping to a variable of their own.',
						category: 'warn',
					});
				}
			}
		},
	};
}

interface Clash {
	name: string;
	first: ModdleElement;
	second: ModdleElement;
}

function findClashes(graph: ScopeGraph, split: ModdleElement): Clash[] {
	const branches = graph.leaving(split).map((way) => new Set([...graph.follow([way], split)].map(({ target }: Step) => target)));
	// What several branches lead to comes after their join, or is run by each.
	const own = branches.map((branch) => [...branch].filter((element) => branches.every((one) => one === branch || !one.has(element))));
	return own.flatMap((branch, index) =>
		own.slice(index + 1).flatMap((other) => branch.flatMap((first) => other.flatMap((second) => clash(first, second)))),
	);
}

function clash(first: ModdleElement, second: ModdleElement): Clash[] {
	const others = listWrites(second);
	return listWrites(first)
		.filter((write) => write.name !== '' && others.some((other) => other.name === write.name && !isSameConstant(write, other)))
		.map(({ name }) => ({ name, first, second }));
}

/** Such as a flag that both branches set. */
const isSameConstant = (one: Write, other: Write): boolean =>
	one.source !== undefined && one.source === other.source && /^=\s*("[^"]*"|-?[\d.]+|true|false|null)\s*$/.test(one.source);
