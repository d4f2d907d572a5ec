import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { isJobType, type JobType } from '../../job-types';
import { findEventDefinition, findExtension, listElements, readJobType, readText } from '../moddle';
import { ScopeGraph } from './scope-graph';
import { listWrites } from './writes';

/** The job types whose jobs each cost something. */
const costs: Record<JobType, boolean> = {
	'troupe:agent': true,
	'troupe:crm': false,
	'troupe:eval': false,
	'troupe:guardrail': false,
	'troupe:hand-over': false,
	'troupe:http': false,
	'troupe:ingest': false,
	'troupe:model': true,
	'troupe:n8n-node': false,
	'troupe:n8n-workflow': false,
	'troupe:remember': false,
	'troupe:retrieve': false,
	'troupe:send': false,
};
/** Elements whose effect on variables is in the model, and that need no outside answer. */
const plain = new Set([
	'bpmn:Task',
	'bpmn:ManualTask',
	'bpmn:ScriptTask',
	'bpmn:ExclusiveGateway',
	'bpmn:InclusiveGateway',
	'bpmn:ParallelGateway',
]);

/** A loop that asks a model until it is content may ask, and cost, without end. See docs/rules/agent-loop-counts.md. */
export function agentLoopCounts(): Rule {
	return {
		check(node, reporter) {
			if (isTimed(node)) return;
			const graph = new ScopeGraph(node);
			for (const loop of graph.loops()) {
				const asking = loop.find((element) => isPaid(readJobType(element)));
				if (!asking || !loop.every(runsByItself) || isCounted(graph, loop)) continue;
				reporter.report(asking.id ?? '', 'is in a loop that no counter ends: it may ask the model, and cost, without end', {
					fix: 'Count the rounds, such as by an output mapping =rounds + 1 to rounds, and leave the loop by a condition such as =rounds >= 3.',
					category: 'warn',
				});
			}
		},
	};
}

const isPaid = (type: string): boolean => isJobType(type) && costs[type];

const runsByItself = (element: ModdleElement): boolean =>
	plain.has(element.$type) ||
	readJobType(element).startsWith('troupe:') ||
	findEventDefinition(element, 'bpmn:LinkEventDefinition') !== undefined;

function isCounted(graph: ScopeGraph, loop: ModdleElement[]): boolean {
	const conditions = loop
		.filter((element) => graph.leaving(element).some(({ target }) => !loop.includes(target)))
		.flatMap((element) => graph.leaving(element).map(({ condition = '' }) => condition));
	const counters = loop
		.flatMap((element) => [...listWrites(element), ...listInputs(element)])
		.filter(({ name, source = '' }) => names(source, name));
	return conditions.some((condition) => /\b(now|today)\s*\(/.test(condition) || counters.some(({ name }) => names(condition, name)));
}

const listInputs = (element: ModdleElement): Array<{ name: string; source: string }> =>
	listElements(findExtension(element, 'zeebe:IoMapping'), 'inputParameters').map((input) => ({
		name: readText(input, 'target'),
		source: readText(input, 'source'),
	}));

const names = (expression: string, name: string): boolean =>
	expression
		.replaceAll(/"[^"]*"/g, '""')
		.split(/[^\p{L}\p{N}_.]+/u)
		.some((word) => word === name || word.startsWith(`${name}.`));

function isTimed(scope: ModdleElement): boolean {
	const boundaries = listElements(scope.$parent, 'flowElements').filter(({ attachedToRef }) => attachedToRef === scope);
	const handlers = listElements(scope, 'flowElements').filter(({ triggeredByEvent }) => triggeredByEvent === true);
	const starts = handlers.flatMap((handler) => listElements(handler, 'flowElements')).filter(({ $type }) => $type === 'bpmn:StartEvent');
	return [...boundaries, ...starts].some(
		(event) => findEventDefinition(event, 'bpmn:TimerEventDefinition') && event.cancelActivity !== false && event.isInterrupting !== false,
	);
}
