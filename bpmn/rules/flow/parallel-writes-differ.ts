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
			const clashes = graph.ofType('bpmn:ParallelGateway').flatMap((split) => findClashes(graph, split));
			for (const [name, [{ first, second }, ...more]] of Map.groupBy(clashes, (clash) => clash.name) as Map<string, [Clash, ...Clash[]]>) {
				const others = new Set(more.map((clash) => clash.second)).size;
				const how =
					others === 0 ? 'does in a parallel branch: the slower one' : `and ${others} more do in parallel branches: the slowest one`;
				reporter.report(second.id ?? '', `writes "${name}", as "${first.id}" ${how} wins`, {
					fix: 'Give each an output mapping to a variable of its own.',
					category: 'warn',
				});
			}
		},
	};
}

interface Clash {
	name: string;
	first: ModdleElement;
	second: ModdleElement;
}

interface Writer {
	element: ModdleElement;
	branch: number;
	write: Write;
}

/** Returns one clash for each element and variable: a thousand branches that write one variable have half a million pairs. */
function findClashes(graph: ScopeGraph, split: ModdleElement): Clash[] {
	const earlier = new Map<string, Writer[]>();
	const clashes: Clash[] = [];
	for (const [branch, elements] of listBranches(graph, split).entries()) {
		for (const element of elements) {
			for (const write of listWrites(element)) {
				if (write.name === '') continue;
				const writers = earlier.get(write.name) ?? [];
				const first = writers.find((other) => other.branch !== branch && !isSameConstant(other.write, write));
				if (first) clashes.push({ name: write.name, first: first.element, second: element });
				if (writers.length < maxCompared) writers.push({ element, branch, write });
				earlier.set(write.name, writers);
			}
		}
	}
	return clashes;
}

/** Max writers of one variable that others are compared with: of those that set one constant, a few stand for all. */
const maxCompared = 50;

/** Lists the elements that one branch alone leads to: the others come after the join of branches, or are run by each. */
function listBranches(graph: ScopeGraph, split: ModdleElement): ModdleElement[][] {
	const branches = graph.leaving(split).map((way) => new Set([...graph.follow([way], split)].map(({ target }: Step) => target)));
	const counts = new Map<ModdleElement, number>();
	for (const branch of branches) for (const element of branch) counts.set(element, (counts.get(element) ?? 0) + 1);
	return branches.map((branch) => [...branch].filter((element) => counts.get(element) === 1));
}

/** Such as a flag that both branches set. */
const isSameConstant = (one: Write, other: Write): boolean =>
	one.source !== undefined && one.source === other.source && /^=\s*("[^"]*"|-?[\d.]+|true|false|null)\s*$/.test(one.source);
