import { TroupeError } from '../core/errors';
import { checkExpression } from './check-expression';
import type { FlowNode, Problem, ProcessFile, ProcessModel } from './process-model';
import { lineOf } from './read-process';

/** A finding in a file, before it is told where the file is. An empty `elementId` means the file as a whole. */
interface Finding {
	elementId: string;
	message: string;
	fix: string;
}

/**
 * Everything for which the embedded engine must refuse the file: what Zeebe refuses, and what the engine would have to run differently.
 * An empty list means that it may be deployed.
 */
export async function validateProcessFile(file: ProcessFile): Promise<Problem[]> {
	const executable = file.processes.filter((process) => process.executable);
	const findings = executable.length === 0 && file.problems.length === 0 ? [noExecutableProcess] : executable.flatMap(validateProcess);
	findings.push(...(await Promise.all(executable.map(validateExpressions))).flat());
	const found = findings.map(({ elementId, ...finding }) => ({
		file: file.name,
		...(elementId === '' ? {} : { elementId, line: lineOf(file.content, elementId) }),
		...finding,
	}));
	return [...file.problems, ...found];
}

/** @throws TroupeError PROCESS_INVALID that lists every problem, when there is one */
export function refuseProblems(problems: Problem[]): void {
	if (problems.length === 0) return;
	const lines = problems.slice(0, 10).map(({ file, line, elementId, message, fix }) => {
		return `${file}${line === undefined ? '' : `:${line}`}${elementId === undefined ? '' : ` element "${elementId}"`}: ${message}. ${fix}`;
	});
	if (problems.length > lines.length) lines.push(`and ${problems.length - lines.length} more`);
	throw new TroupeError({
		code: 'PROCESS_INVALID',
		message: lines.join('\n'),
		fix: problems[0]!.fix,
		details: { file: problems[0]!.file, element: problems[0]!.elementId, problems: problems.slice(0, 100) },
	});
}

const noExecutableProcess: Finding = {
	elementId: '',
	message: 'there is no executable process in it',
	fix: 'Mark the process as executable (isExecutable="true").',
};

function validateProcess(process: ProcessModel): Finding[] {
	const identified = process.id === '' ? [{ elementId: '', message: 'a process has no id', fix: 'Give the process an id.' }] : [];
	return [
		...identified,
		...validateStarts(process),
		...process.nodes.flatMap((node) => validateNode(node, process)),
		...validateFlows(process),
	];
}

/** Zeebe's documentation, none start events: at most one in a process, exactly one in an embedded sub-process. */
function validateStarts(process: ProcessModel): Finding[] {
	const scopes = [process.id, ...process.nodes.filter((node) => node.type === 'subProcess').map((node) => node.id)];
	return scopes.flatMap((scopeId) => {
		const starts = process.nodes.filter((node) => node.type === 'startEvent' && node.scopeId === scopeId);
		const none = starts.filter((start) => start.event?.kind === 'none');
		const needed = scopeId === process.id ? starts : none;
		if (needed.length === 0) return [{ elementId: scopeId, message: 'has no start event', fix: 'Add a none start event.' }];
		if (none.length > 1) return [{ elementId: none[1]!.id, message: 'is a second none start event', fix: 'Keep one none start event.' }];
		if (scopeId !== process.id && starts.length > 1) {
			return [{ elementId: scopeId, message: 'starts with an event other than none', fix: 'Use one none start event in a sub-process.' }];
		}
		return [];
	});
}

function validateNode(node: FlowNode, process: ProcessModel): Finding[] {
	const reasons = [
		...refusedFeatures(node),
		...(checks[node.type]?.(node, process) ?? [refusal(`${node.type} is not supported by the embedded engine`)]),
	];
	if (node.id === '') return [{ elementId: node.scopeId, message: `holds a ${node.type} without an id`, fix: 'Give every element an id.' }];
	return [...reasons, ...validateMappings(node)].map((reason) => ({ elementId: node.id, ...reason }));
}

type Reason = Omit<Finding, 'elementId'>;

const refusal = (message: string): Reason => ({ message, fix: 'Use a supported element, or run the process on Zeebe.' });

/** Zeebe leaves standard loops alone in silence (recorded from 8.6); everything else here changes what happens. */
function refusedFeatures(node: FlowNode): Reason[] {
	return node.features
		.filter((feature) => feature !== 'standardLoopCharacteristics')
		.map((feature) => refusal(`"${feature}" is not supported by the embedded engine`));
}

type Check = (node: FlowNode, process: ProcessModel) => Reason[];

/** The element types that the embedded engine runs, and what each needs. */
const checks: Record<string, Check> = {
	startEvent: (node) => expectEvent(node, ['none', 'message']),
	endEvent: (node) => [...expectEvent(node, ['none', 'error']), ...throwsCode(node), ...noOutgoing(node)],
	intermediateCatchEvent: (node) => [...expectEvent(node, ['message']), ...correlates(node)],
	boundaryEvent: validateBoundary,
	serviceTask: (node) =>
		node.job?.type
			? []
			: [{ message: 'has no task type', fix: 'Add <zeebe:taskDefinition type="…"/> (Task definition, Type in the Modeler).' }],
	userTask: () => [],
	receiveTask: correlates,
	manualTask: () => [],
	task: () => [],
	subProcess: () => [],
	exclusiveGateway: validateExclusiveGateway,
	parallelGateway: () => [],
};

function expectEvent(node: FlowNode, kinds: string[]): Reason[] {
	const event = node.event!;
	if (kinds.includes(event.kind)) return event.kind === 'message' && event.name === '' ? [messageWithoutName] : [];
	return [refusal(`${event.kind === 'other' ? event.type : event.kind} is not supported on a ${node.type} by the embedded engine`)];
}

const messageWithoutName: Reason = { message: 'waits for a message without a name', fix: 'Choose a message with a name.' };

function correlates({ event }: FlowNode): Reason[] {
	if (event?.kind !== 'message') return [];
	if (event.name === '') return [messageWithoutName];
	if (event.correlationKey?.startsWith('=')) return [];
	return [
		{ message: 'its message has no correlation key', fix: 'Add a subscription correlation key that is an expression, such as =orderId.' },
	];
}

function throwsCode({ event }: FlowNode): Reason[] {
	if (event?.kind !== 'error' || event.code) return [];
	return [{ message: 'throws an error without a code', fix: 'Choose an error that has an error code.' }];
}

function noOutgoing(node: FlowNode): Reason[] {
	return node.outgoing.length === 0 ? [] : [{ message: 'is an end event with an outgoing flow', fix: 'Remove the flow.' }];
}

/** Zeebe's documentation, error events: always interrupting, one for each code and one for all others on an activity. */
function validateBoundary(node: FlowNode, process: ProcessModel): Reason[] {
	const reasons = expectEvent(node, ['error']);
	const host = process.nodes.find((other) => other.id === node.attachedTo);
	if (!host || !['serviceTask', 'userTask', 'receiveTask', 'subProcess'].includes(host.type)) {
		reasons.push({ message: 'is not attached to a task or sub-process', fix: 'Attach it to the activity whose error it catches.' });
	}
	if (!node.interrupting) reasons.push({ message: 'is a non-interrupting error event', fix: 'Make it interrupting.' });
	if (node.outgoing.length === 0) reasons.push({ message: 'leads nowhere', fix: 'Add an outgoing flow.' });
	if (node.incoming.length > 0) reasons.push({ message: 'has an incoming flow', fix: 'Remove the flow.' });
	if (node.event?.kind !== 'error') return reasons;
	const { code } = node.event;
	if (code?.startsWith('=')) reasons.push({ message: 'catches an error code that is an expression', fix: 'Write the code itself.' });
	const twins = process.nodes.filter(
		(other) => other.attachedTo === node.attachedTo && other.event?.kind === 'error' && other.event.code === code,
	);
	if (twins[0] !== node) reasons.push({ message: `catches the same error as "${twins[0]!.id}"`, fix: 'Keep one of them.' });
	return reasons;
}

/** Zeebe's documentation, exclusive gateways: every flow but the default needs a condition once there is more than one. */
function validateExclusiveGateway(node: FlowNode, process: ProcessModel): Reason[] {
	const outgoing = process.flows.filter((flow) => node.outgoing.includes(flow.id));
	const reasons: Reason[] = [];
	for (const flow of outgoing) {
		if (flow.id === node.defaultFlow && flow.condition !== undefined) {
			reasons.push({ message: `its default flow "${flow.id}" has a condition`, fix: 'Remove the condition.' });
		} else if (outgoing.length > 1 && flow.condition === undefined && flow.id !== node.defaultFlow) {
			reasons.push({ message: `its flow "${flow.id}" has no condition`, fix: 'Give the flow a condition, or make it the default flow.' });
		}
	}
	if (node.defaultFlow !== undefined && !node.outgoing.includes(node.defaultFlow)) {
		reasons.push({ message: 'its default flow starts elsewhere', fix: 'Choose one of its own flows as the default.' });
	}
	return reasons;
}

const path = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

/** Zeebe's documentation, variable mappings: a target is a path, an output's source an expression. */
function validateMappings(node: FlowNode): Reason[] {
	const reasons: Reason[] = [];
	for (const { target } of [...node.inputs, ...node.outputs]) {
		if (!path.test(target))
			reasons.push({ message: `maps to "${target}", which is no variable`, fix: 'Use a name or a path such as order.id.' });
	}
	for (const { source, target } of node.inputs) {
		if (source === '') reasons.push({ message: `the input "${target}" has no source`, fix: 'Give it an expression (=…) or a text.' });
	}
	for (const { source, target } of node.outputs) {
		if (!source.startsWith('=')) reasons.push({ message: `the output "${target}" is no expression`, fix: 'Start the source with "=".' });
	}
	return reasons;
}

function validateFlows(process: ProcessModel): Finding[] {
	const nodes = new Map(process.nodes.map((node) => [node.id, node]));
	return process.flows.flatMap((flow) => {
		const at = (message: string, fix: string): Finding[] => [{ elementId: flow.id, message, fix }];
		const [source, target] = [nodes.get(flow.sourceId), nodes.get(flow.targetId)];
		if (!source || !target) return at('does not connect two elements of its process', 'Connect both ends, or remove the flow.');
		if (source.scopeId !== target.scopeId) return at('crosses the border of a sub-process', 'Connect elements of the same scope.');
		if (target.type === 'startEvent') return at('leads into a start event', 'Connect it to the element behind the start event.');
		if (flow.condition === undefined || flow.condition.startsWith('=')) return [];
		return at('has a condition that is no expression', 'Start the condition with "=".');
	});
}

async function validateExpressions(process: ProcessModel): Promise<Finding[]> {
	const values = [
		...process.nodes.flatMap((node) => valuesOf(node).map((value) => ({ elementId: node.id, value }))),
		...process.flows.map((flow) => ({ elementId: flow.id, value: flow.condition })),
	];
	const findings = values.map(async ({ elementId, value }): Promise<Finding[]> => {
		const reason = value?.startsWith('=') ? await checkExpression(value) : undefined;
		return reason ? [{ elementId, ...reason }] : [];
	});
	return (await Promise.all(findings)).flat();
}

function valuesOf(node: FlowNode): Array<string | undefined> {
	const { native: _native, ...assignment } = node.userTask ?? { native: false };
	const event =
		node.event?.kind === 'message' ? [node.event.name, node.event.correlationKey] : node.event?.kind === 'error' ? [node.event.code] : [];
	const mappings = [...node.inputs, ...node.outputs].map(({ source }) => source);
	return [...mappings, ...event, node.job?.type, node.job?.retries, ...Object.values(assignment)];
}
