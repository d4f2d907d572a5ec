import { TroupeError } from '../../core/base/errors';
import { writeContext, writeMergedContext } from '../mapping-contexts';
import { checkExpression } from './check-expression';
import { loadFeel } from '../feel';
import type { Feel } from '../feel/feel-port';
import type { FlowNode, Mapping, Problem, ProcessFile, ProcessModel } from '../reading/process-model';
import { describeCamunda7 } from '../reading/camunda-7';
import { findLine } from '../reading/read-process';
import { findEndlessLoops } from './find-endless-loop';
import { validateElement } from './validate-element';
import { validateListeners } from './validate-listeners';
import type { ZeebeVersion } from '../zeebe-version';
import type { Reason } from '../reason';

const path = /^[a-zA-Z_][a-zA-Z0-9_]*(\.[a-zA-Z_][a-zA-Z0-9_]*)*$/;

/** As Zeebe lists them. */
const reserved = ['null', 'true', 'false', 'function', 'if', 'then', 'else', 'for', 'between', 'instance', 'of'];

/** Zeebe's documentation, variable mappings: a target is a path, an output's source an expression. */
function checkMappings({ inputs, outputs }: FlowNode, feel: Feel): Reason[] {
	const literals = outputs
		.filter(({ source }) => !source.startsWith('='))
		.map(({ target }) => ({ message: `the output "${target}" is not an expression`, fix: 'Start the source with "=".' }));
	const reasons = [...[...inputs, ...outputs].flatMap((mapping) => checkMapping(mapping, feel)), ...literals];
	if (reasons.length > 0) return reasons;
	return [...checkTogether('inputs', writeContext(inputs), feel), ...checkTogether('outputs', writeMergedContext(outputs, 'merge'), feel)];
}

function checkMapping({ source, target }: Mapping, feel: Feel): Reason[] {
	const reason = source.startsWith('=') ? checkExpression(feel, source) : undefined;
	return [...(reason ? [reason] : []), ...checkTarget(target)];
}

function checkTarget(target: string): Reason[] {
	const fix = 'Use a name or a path such as order.id.';
	if (reserved.includes(target)) return [{ message: `maps to "${target}", which is a word of FEEL`, fix }];
	return path.test(target) ? [] : [{ message: `maps to "${target}", which is not a variable`, fix }];
}

/** Zeebe reads them as one context: a comment at the end of one, or a backslash at the end of a text, takes in the next (recorded from 8.6). */
function checkTogether(kind: string, context: string, feel: Feel): Reason[] {
	const problem = feel.findProblem(context);
	if (!problem) return [];
	return [
		{
			message: `has ${kind} that are not valid FEEL in combination: ${problem.message}`,
			fix: 'Remove comments and backslashes from the ends of the sources, and words of FEEL from the targets.',
		},
	];
}

interface Finding extends Reason {
	elementId: string;
}

/** Everything that Zeebe refuses, or that this engine would run differently. Empty for a deployable file. */
export async function validateProcessFile(file: ProcessFile, version: ZeebeVersion = '8.6'): Promise<Problem[]> {
	const refusals = locate(file, await judge(file, version));
	const isForeign = file.isCamunda7 && refusals.length > 0;
	return [...file.problems, ...(isForeign ? [{ file: file.name, ...describeCamunda7(true) }] : refusals)];
}

export async function listRefusals(file: ProcessFile, version: ZeebeVersion): Promise<Problem[]> {
	return locate(
		file,
		(await judge(file, version)).filter(({ ownLimit }) => !ownLimit),
	);
}

async function judge(file: ProcessFile, version: ZeebeVersion): Promise<Finding[]> {
	const executable = file.processes.filter((process) => process.executable);
	if (executable.length === 0) return file.problems.length === 0 ? [noExecutableProcess] : [];
	const versionOf = (process: ProcessModel): ZeebeVersion => (needs88(process) ? '8.8' : version);
	const feel = await loadFeel(version);
	return [
		...executable.flatMap(validateProcess),
		...executable.flatMap((process) => findRefusedBy(process, versionOf(process))),
		...findEndlessLoops(executable, versionOf),
		...executable.flatMap((process) => validateExpressions(process, feel)),
	];
}

const locate = ({ name, content }: ProcessFile, findings: Finding[]): Problem[] =>
	findings.map(({ elementId, message, fix }) => ({
		file: name,
		...(elementId === '' ? {} : { elementId, line: findLine(content, elementId) }),
		message,
		fix,
	}));

/** @throws TroupeError PROCESS_INVALID that lists every problem, when there is one */
export function refuseProblems(problems: Problem[]): void {
	const [first] = problems;
	if (first === undefined) return;
	// A single problem has its fix in `fix`; several have theirs in the message.
	const several = problems.length > 1;
	const lines = problems.slice(0, 10).map((problem) => `${describePlace(problem)}: ${problem.message}.${several ? ` ${problem.fix}` : ''}`);
	if (problems.length > lines.length) lines.push(`and ${problems.length - lines.length} more`);
	throw new TroupeError({
		code: 'PROCESS_INVALID',
		message: lines.join('\n'),
		fix: several ? 'Correct each of these elements, then deploy again.' : first.fix,
		details: { file: first.file, element: first.elementId, problems: problems.slice(0, 100) },
	});
}

function describePlace({ file, line, elementId }: Problem): string {
	return `${file}${line === undefined ? '' : `:${line}`}${elementId === undefined ? '' : ` element "${elementId}"`}`;
}

const noExecutableProcess: Finding = {
	elementId: '',
	message: 'it has no executable process',
	fix: 'Add a process that is marked as executable (isExecutable="true").',
};

/** Returns whether a process has what only 8.8 runs: an ad-hoc sub-process, or a listener of a user task. */
export const needs88 = ({ nodes }: ProcessModel): boolean =>
	nodes.some(({ adHoc, taskListeners }) => adHoc !== undefined || taskListeners !== undefined);

function findRefusedBy(process: ProcessModel, version: ZeebeVersion): Finding[] {
	const validate = version === '8.6' ? validateBefore88 : validateSince88;
	return process.nodes.flatMap((node) => validate(node).map((reason) => ({ elementId: node.id, ...reason })));
}

function validateProcess(process: ProcessModel): Finding[] {
	const identified = process.id === '' ? [{ elementId: '', message: 'a process has no id', fix: 'Give the process an id.' }] : [];
	return [
		...identified,
		...validateProcessListeners(process),
		...validateStarts(process),
		...process.nodes.flatMap((node) => validateNode(node, process)),
		...validateFlows(process),
	];
}

function validateProcessListeners({ id, listeners, misplacedListeners }: ProcessModel): Finding[] {
	const misplaced = { message: 'has a listener that can never run', fix: 'Move the listener to a task, an event or a gateway.' };
	return [
		...validateListeners(listeners).map((reason) => ({ elementId: id, ...reason })),
		...misplacedListeners.map((elementId) => ({ elementId, ...misplaced })),
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
		const twin = starts.find((start, index) => starts.slice(0, index).some((other) => sharesTrigger(start, other)));
		if (twin)
			return [{ elementId: twin.id, message: `has the same ${twin.event!.kind} as another start event`, fix: 'Use a different one.' }];
		if (none.length > 1) return [{ elementId: none[1]!.id, message: 'is a second none start event', fix: 'Keep one none start event.' }];
		if (scopeId !== process.id && starts.length > 1) {
			return [{ elementId: scopeId, message: 'starts with an event other than none', fix: 'Use one none start event in a sub-process.' }];
		}
		return [];
	});
}

/** Messages are told apart by their element, signals by their name (recorded from 8.6). */
function sharesTrigger({ event: a }: FlowNode, { event: b }: FlowNode): boolean {
	if (a?.kind === 'signal' && b?.kind === 'signal') return a.name === b.name;
	return a?.kind === 'message' && b?.kind === 'message' && a.messageId === b.messageId;
}

function validateNode(node: FlowNode, process: ProcessModel): Finding[] {
	if (node.id === '')
		return [{ elementId: node.scopeId, message: `contains a ${node.type} without an id`, fix: 'Give every element an id.' }];
	return validateElement(node, process).map((reason) => ({ elementId: node.id, ...reason }));
}

function validateFlows(process: ProcessModel): Finding[] {
	const nodes = new Map(process.nodes.map((node) => [node.id, node]));
	return process.flows.flatMap((flow) => {
		const at = (message: string, fix: string): Finding[] => [{ elementId: flow.id, message, fix }];
		if (flow.id === '') return [{ elementId: process.id, message: 'contains a flow without an id', fix: 'Give every element an id.' }];
		const source = nodes.get(flow.sourceId);
		const target = nodes.get(flow.targetId);
		if (!source || !target) return at('does not connect two elements of its process', 'Connect both ends, or remove the flow.');
		if (source.scopeId !== target.scopeId) return at('crosses the border of a sub-process', 'Connect elements of the same scope.');
		if (flow.condition === undefined || flow.condition.startsWith('=')) return [];
		return at('has a condition that is not an expression', 'Start the condition with "=".');
	});
}

function validateExpressions(process: ProcessModel, feel: Feel): Finding[] {
	const values = [
		...process.nodes.flatMap((node) => listValues(node).map((value) => ({ elementId: node.id, value }))),
		...process.flows.map((flow) => ({ elementId: flow.id, value: flow.condition })),
	];
	const findings = values.flatMap(({ elementId, value }) => {
		const reason = value?.startsWith('=') ? checkExpression(feel, value) : undefined;
		return reason ? [{ elementId, ...reason }] : [];
	});
	const mapped = process.nodes.flatMap((node) => checkMappings(node, feel).map((reason) => ({ elementId: node.id, ...reason })));
	return [...findings, ...mapped];
}

function listValues(node: FlowNode): Array<string | undefined> {
	return [
		...eventValues(node.event),
		node.loop?.inputCollection,
		node.loop?.outputElement,
		node.loop?.completionCondition,
		node.called?.processId,
		// Zeebe takes an empty expression for a text.
		node.decision?.decisionId === '=' ? undefined : node.decision?.decisionId,
		node.script?.expression,
		node.adHoc?.activeElements,
		node.adHoc?.completionCondition,
		node.adHoc?.outputElement,
		node.job?.type,
		node.job?.retries,
		...listTaskValues(node.userTask),
	];
}

const listTaskValues = (task: FlowNode['userTask']): Array<string | undefined> =>
	task
		? [
				task.assignee,
				task.candidateGroups,
				task.candidateUsers,
				task.dueDate,
				task.followUpDate,
				task.externalReference,
				task.form?.formId,
				task.priority,
			]
		: [];

function eventValues(event: FlowNode['event']): Array<string | undefined> {
	if (event?.kind === 'message') return [event.name, event.correlationKey];
	if (event?.kind === 'signal') return [event.name];
	return event?.kind === 'timer' ? [event.value] : [];
}

/** Refuses what 8.6 deploys and Zeebe 8.8 does not (recorded: undo-flow-instead, odd-task-listeners). */
function validateSince88({ type, event, outgoing, hasTaskListeners }: FlowNode): Reason[] {
	const reasons: Reason[] = [];
	if (hasTaskListeners && type !== 'userTask')
		reasons.push({ message: `has task listeners, which a ${type} cannot have`, fix: 'Remove them, or use execution listeners.' });
	if (type === 'boundaryEvent' && event?.kind === 'compensation' && outgoing.length > 0)
		reasons.push({
			message: 'is a compensation event with a sequence flow',
			fix: 'Remove the flow, and associate the event with its handler.',
		});
	return reasons;
}

/** Refuses what 8.8 deploys and Zeebe 8.6 does not (recorded: mapping-input-empty, mapping-input-no-source, flowless-error, unnamed-error). */
function validateBefore88({ inputs, type, event, outgoing, namedOutgoing }: FlowNode): Reason[] {
	const reasons = inputs
		.filter(({ source }) => source === '')
		.map(({ target }) => ({
			message: `the input "${target}" has no source`,
			fix: `Give it an expression (=…) or a text. Zeebe 8.8 takes an empty source for null: ${since88}`,
		}));
	if (type !== 'boundaryEvent' || event?.kind === 'compensation' || namedOutgoing.length > 0) return reasons;
	if (outgoing.length === 0)
		reasons.push({ message: 'leads nowhere', fix: `Add an outgoing flow. Zeebe 8.8 ends the path here: ${since88}` });
	else
		reasons.push({
			message: 'does not name its flow in <bpmn:outgoing>',
			fix: `Save the file from a modeler, which adds it. Zeebe 8.8 needs no name: ${since88}`,
		});
	return reasons;
}

const since88 = 'there, --target 8.8 deploys the file.';
