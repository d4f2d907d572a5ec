import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { listFlows, listLinks, type Step } from './steps';
import { findExtension, listElements } from '../moddle';

const momentary = new Set(['bpmn:Task', 'bpmn:ManualTask', 'bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway', 'bpmn:ParallelGateway']);
const momentaryEvents = new Set(['bpmn:LinkEventDefinition', 'bpmn:SignalEventDefinition', 'bpmn:EscalationEventDefinition']);

/** Checks that nothing from outside is needed to leave the element. Sub-processes with boundary events, and called processes, may wait. */
function neverWaits(element: ModdleElement, neighbours: ModdleElement[]): boolean {
	if (findExtension(element, 'zeebe:ExecutionListeners')) return false;
	if (momentary.has(element.$type)) return true;
	switch (element.$type) {
		case 'bpmn:ScriptTask':
			return findExtension(element, 'zeebe:Script') !== undefined;
		case 'bpmn:IntermediateThrowEvent':
			return listElements(element, 'eventDefinitions').every(({ $type }) => momentaryEvents.has($type));
		case 'bpmn:IntermediateCatchEvent':
			return listElements(element, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:LinkEventDefinition');
		case 'bpmn:SubProcess': {
			if (neighbours.some(({ attachedToRef }) => attachedToRef === element)) return false;
			const inner = listElements(element, 'flowElements');
			return inner.every((one) => standsAside.has(one.$type) || neverWaits(one, inner));
		}
		default:
			return false;
	}
}

const standsAside = new Set([
	'bpmn:SequenceFlow',
	'bpmn:StartEvent',
	'bpmn:EndEvent',
	'bpmn:DataObject',
	'bpmn:DataObjectReference',
	'bpmn:DataStoreReference',
]);

function changesVariables(element: ModdleElement): boolean {
	return (
		element.$type === 'bpmn:ScriptTask' ||
		element.loopCharacteristics !== undefined ||
		listElements(findExtension(element, 'zeebe:IoMapping'), 'outputParameters').length > 0 ||
		listElements(element, 'flowElements').some(changesVariables)
	);
}

/** A loop in which nothing waits and which nothing ends keeps the engine busy for ever. See docs/rules/loop-waits.md. */
export function loopWaits(): Rule {
	return {
		check(node, reporter) {
			for (const loop of findLoops(listElements(node, 'flowElements'))) {
				const problem = findProblem(loop);
				if (problem) reporter.report(loop.members[0]!.id ?? '', problem.message, { fix: problem.fix });
			}
		},
	};
}

interface Loop {
	/** In the order of the document. */
	members: ModdleElement[];
	/** The flows of its gateways that can lead out of it, and the others of these gateways. */
	choices: Step[];
}

const choosing = new Set(['bpmn:ExclusiveGateway', 'bpmn:InclusiveGateway']);

/** Functions with a new result at each evaluation. */
const volatile = /\b(now|today|random number|uuid)\s*\(/;

function findProblem({ members, choices }: Loop): { message: string; fix: string } | undefined {
	if (choices.length === 0)
		return {
			message: 'is in a loop in which nothing waits and which never ends',
			fix: 'Add a task or an event that waits, or an exclusive gateway with a flow that leaves the loop.',
		};
	const canChange = members.some(changesVariables) || choices.some(({ condition = '' }) => volatile.test(condition));
	if (canChange) return undefined;
	return {
		message: 'is in a loop in which nothing waits and nothing changes the variables of its conditions',
		fix: 'Add a task or an event that waits to the loop, or a script task that changes what the conditions read.',
	};
}

function findLoops(elements: ModdleElement[]): Loop[] {
	const steps = [...listFlows(elements), ...listLinks(elements)];
	const restless = new Set(elements.filter((element) => neverWaits(element, elements)));
	const forwards = Map.groupBy(steps, ({ source }) => source);
	const backwards = Map.groupBy(steps, ({ target }) => target);
	const loops: Loop[] = [];
	const seen = new Set<ModdleElement>();
	for (const element of restless) {
		if (seen.has(element)) continue;
		const after = reach(element, (one) => (forwards.get(one) ?? []).map(({ target }) => target), restless);
		const before = reach(element, (one) => (backwards.get(one) ?? []).map(({ source }) => source), restless);
		const members = elements.filter((one) => after.has(one) && before.has(one));
		for (const member of members) seen.add(member);
		const gateways = members.filter((one) => choosing.has(one.$type) && forwards.get(one)!.some(({ target }) => !members.includes(target)));
		const choices = gateways.flatMap((gateway) => forwards.get(gateway)!);
		if (members.length > 0) loops.push({ members, choices });
	}
	return loops;
}

function reach(from: ModdleElement, next: (element: ModdleElement) => ModdleElement[], within: Set<ModdleElement>): Set<ModdleElement> {
	const reached = new Set<ModdleElement>();
	const open = [from];
	for (let element = open.pop(); element; element = open.pop()) {
		for (const neighbour of next(element)) {
			if (!within.has(neighbour) || reached.has(neighbour)) continue;
			reached.add(neighbour);
			open.push(neighbour);
		}
	}
	return reached;
}
