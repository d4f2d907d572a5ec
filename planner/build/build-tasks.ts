import { type AgentStep, type CallStep, type Field, type HumanStep, isStaffedAgent, type Task } from '../tree/plan-tree';
import { buildForm, isLines } from './build-forms';
import type { Building } from './building';
import { type DraftNode, type Part, type Scope, type Way } from './draft';
import { agentJob, httpJob, nodeJob } from './jobs';
import { buildJob, mapping } from './job-parts';
import { sayDuration } from './words';

export function buildTask(building: Building, task: Task, way: Way, scope: Scope): Way | undefined {
	const node = describeTask(building, task);
	const done = building.add(scope, node, way);
	const ways = isStaffedAgent(task) ? buildAnswer(building, task, done, scope) : [done, buildFailure(building, task, scope)];
	return building.merge(scope, [...ways, buildDeadline(building, task, scope)], `${task.id}-join`);
}

function describeTask(building: Building, task: Task): DraftNode {
	const common = { id: task.id, name: task.name, ...(task.why !== undefined && { documentation: task.why }) };
	switch (task.kind) {
		case 'agent':
			return task.agent === undefined ? byHand(building, task) : { ...common, type: 'ServiceTask', ...buildJob(agentJob(building, task)) };
		case 'node':
			return task.node === undefined ? byHand(building, task) : { ...common, type: 'ServiceTask', ...buildJob(nodeJob(building, task)) };
		case 'http':
			return { ...common, type: 'ServiceTask', ...buildJob(httpJob(building, task)) };
		case 'human':
			return { ...common, ...describeHuman(building, task) };
		case 'call':
			return { ...common, type: 'CallActivity', extensions: describeCall(task) };
		case 'unsupported':
			return byHand(building, task);
	}
}

function userTask(building: Building, id: string, who: string, form: { text?: string; shows: readonly string[]; asks: readonly Field[] }, due?: string): Pick<DraftNode, 'type' | 'extensions'> {
	const formId = buildForm(building, id, form);
	// A comma would make two groups of one, and an equals sign an expression.
	const candidateGroups = who.replaceAll(/[,=]/g, ' ').replaceAll(/\s+/g, ' ').trim() || building.words.group;
	return {
		type: 'UserTask',
		extensions: [
			{ $type: 'zeebe:UserTask' },
			{ $type: 'zeebe:FormDefinition', formId, bindingType: 'deployment' },
			{ $type: 'zeebe:AssignmentDefinition', candidateGroups },
			...(due === undefined ? [] : [{ $type: 'zeebe:TaskSchedule', dueDate: `=now() + duration("${due}")` }]),
			...splitLines(form.asks),
		],
	};
}

/** Makes lists of the lines that a person wrote. */
function splitLines(asks: readonly Field[]): Part[] {
	if (!asks.some(isLines)) return [];
	const outputs = asks.map((field) => {
		const { name } = field;
		return [name, isLines(field) ? `=if ${name} instance of string then split(${name}, "\\n") else ${name}` : `=${name}`];
	});
	return mapping({}, Object.fromEntries(outputs) as Record<string, string>);
}

const describeHuman = (building: Building, { id, who, instructions, shows = [], writes = [], due }: HumanStep): Pick<DraftNode, 'type' | 'extensions'> =>
	userTask(building, id, who, { text: instructions, shows, asks: writes }, due);

/** Nothing here can do it: a person does, and reads what else there is. */
function byHand(building: Building, task: Task): DraftNode {
	const { words } = building;
	const needs = 'needs' in task ? task.needs : task.name;
	const alternatives = task.kind === 'unsupported' ? task.alternatives : [];
	const lines = [
		words.byHand,
		`${words.needs}: ${needs}`,
		...(task.kind === 'unsupported' ? [`${words.reason}: ${task.reason}`] : []),
		...(alternatives.length > 0 ? [`${words.alternatives}:`, ...alternatives.map(({ kind, text }) => `- ${kind}: ${text}`)] : []),
	];
	const who = 'who' in task && task.who !== undefined ? task.who : words.group;
	const shows = 'reads' in task ? (task.reads ?? []) : 'shows' in task ? (task.shows ?? []) : [];
	const details = task.kind === 'unsupported' ? (task.details ?? []).map((line) => `\n- ${line}`).join('') : '';
	const form = { text: `${words.byHand}\n\n${needs}${details}`, shows, asks: task.writes ?? [] };
	return { id: task.id, name: task.name, documentation: lines.join('\n'), ...userTask(building, task.id, who, form) };
}

const describeCall = ({ process, inputs = {}, writes = [] }: CallStep): Part[] => [
	{ $type: 'zeebe:CalledElement', processId: process, propagateAllChildVariables: false, propagateAllParentVariables: false },
	...mapping(
		Object.fromEntries(Object.entries(inputs).map(([name, feel]) => [name, `=${feel}`])),
		Object.fromEntries(writes.map(({ name }) => [name, `=${name}`])),
	),
];

/** An error leads to its way in the plan, else to an incident. */
function buildFailure(building: Building, task: Task, scope: Scope): Way | undefined {
	if (!task.onError) return undefined;
	return building.place(task.onError, catchError(building, task, scope), scope);
}

function catchError(building: Building, { id }: Task, scope: Scope): Way {
	const node: DraftNode = {
		id: building.ids.take(`${id}-error`),
		type: 'BoundaryEvent',
		name: building.words.failed,
		attachedTo: id,
		event: { definition: { $type: 'bpmn:ErrorEventDefinition' } },
	};
	return building.add(scope, node);
}

function buildAnswer(building: Building, agent: AgentStep, done: Way, scope: Scope): Array<Way | undefined> {
	const { words } = building;
	const asked = building.add(scope, { id: building.ids.take(`${agent.id}-answered`), type: 'ExclusiveGateway', name: words.answered }, done);
	const open: Way = { ...asked, name: words.forPerson, when: `${building.internal('outcome', agent.id)} = "needs-human"` };
	const failed = building.merge(scope, [open, catchError(building, agent, scope)], `${agent.id}-open`)!;
	const answered: Way = { ...asked, name: words.yes, isDefault: true, order: 1 };
	if (agent.onError) return [answered, building.place(agent.onError, failed, scope)];
	const id = building.ids.take(`${agent.id}-person`);
	const form = { text: agent.needs, shows: agent.reads ?? [], asks: agent.writes ?? [] };
	const node: DraftNode = { id, name: words.byPerson(agent.name), ...userTask(building, id, words.group, form) };
	return [answered, building.add(scope, node, failed)];
}

function buildDeadline(building: Building, { id, deadline }: Task, scope: Scope): Way | undefined {
	if (!deadline) return undefined;
	const { words, tree } = building;
	const definition = { $type: 'bpmn:TimerEventDefinition', timeDuration: { $type: 'bpmn:FormalExpression', body: deadline.after } };
	const node: DraftNode = {
		id: building.ids.take(`${id}-deadline`),
		type: 'BoundaryEvent',
		name: words.after(sayDuration(deadline.after, tree.language)),
		attachedTo: id,
		event: { definition },
		...(deadline.goesOn && { more: { cancelActivity: false } }),
	};
	const late = building.place(deadline.do, building.add(scope, node), scope);
	if (!deadline.goesOn) return late;
	if (late) building.add(scope, { id: building.ids.take(`${id}-deadline-end`), type: 'EndEvent', name: words.done }, late);
	return undefined;
}

