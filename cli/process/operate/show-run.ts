import { isTroupeError } from '../../../core/base/errors';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { ExitCode } from '../../terminal/report-error';
import { type Column, tableLines } from '../../terminal/table-lines';
import { shortenLine } from '../../terminal/format-text';
import { printable, type Terminal } from '../../terminal/terminal';
import { formatDuration } from '../../terminal/format-text';
import type { OperatorOptions } from './connect-operator';
import { incidentLines } from './incidents-run';
import { costColumns, readInstanceCost, toTotalRow, type InstanceCost } from './instance-cost';
import { readState } from './list-run';
import { type Item, readDate, readText, searchIfKnown, searchItems } from './search';
import { withOperator, type OperateParts } from './with-operator';
import type { Operator } from './operator';

interface TaskGuardrail {
	elementId: string;
	guardrail: string;
	action: string;
	stage: string;
}

interface Events {
	events: Item[];
	cursor?: number;
}

/** Reads what guardrails did in the agent tasks of an instance. A cluster has no events: there only the last agent task is known. */
async function readGuardrails(operator: Operator, instanceKey: string): Promise<TaskGuardrail[]> {
	const events = await readEvents(operator, instanceKey);
	const found: TaskGuardrail[] = [];
	let elementId = '';
	for (const event of events) {
		const details = event.details as { type?: string; name?: string; value?: unknown };
		// A job ends before what it brings is set.
		if (event.kind !== 'variable-set') elementId = readText(event, 'elementId');
		else if (details.name === 'guardrails' && Array.isArray(details.value))
			found.push(...details.value.map((one: Item) => toGuardrail(elementId, one)));
	}
	return found;
}

async function readEvents({ rest }: Operator, instanceKey: string): Promise<Item[]> {
	const all: Item[] = [];
	const query = `follow=false&processInstanceKey=${instanceKey}&kinds=job-completed,job-error-thrown,variable-set`;
	for (let after: number | undefined = 0; after !== undefined;) {
		const path = `/events?${query}&after=${after}`;
		const answer: Events = await rest.call<Events>({ subject: 'Reading events', method: 'GET', path }).catch((error: unknown) => {
			if (isTroupeError(error) && error.code === 'NOT_SUPPORTED') return { events: [] };
			throw error;
		});
		all.push(...answer.events);
		after = answer.cursor;
	}
	return all;
}

const toGuardrail = (elementId: string, item: Item): TaskGuardrail => ({
	elementId,
	guardrail: readText(item, 'guardrail'),
	action: readText(item, 'action'),
	stage: readText(item, 'stage'),
});

/** Searches the agents of an instance. A cluster before 8.10 knows none. */
const readAgents = (operator: Operator, terminal: Terminal, processInstanceKey: string): Promise<Item[]> =>
	searchIfKnown(operator, terminal, { subject: 'Searching agents', what: 'agent-instances', filter: { processInstanceKey } });

const readMetric = (item: Item, name: string): string => readText((item.metrics ?? {}) as Item, name);

const agentColumns: Array<Column<Item>> = [
	{ name: 'agent', title: 'AGENT', value: (item) => readText(item, 'agentInstanceKey') },
	{ name: 'element', title: 'ELEMENT', value: (item) => readText(item, 'elementId') },
	{ name: 'status', title: 'STATUS', value: (item) => readText(item, 'status').toLowerCase().replaceAll('_', ' ') },
	{ name: 'model', title: 'MODEL', value: (item) => readText((item.definition ?? {}) as Item, 'model') || null },
	{ name: 'modelCalls', title: 'MODEL CALLS', numeric: true, value: (item) => readMetric(item, 'modelCalls') },
	{ name: 'toolCalls', title: 'TOOL CALLS', numeric: true, value: (item) => readMetric(item, 'toolCalls') },
	{ name: 'input', title: 'INPUT', numeric: true, value: (item) => readMetric(item, 'inputTokens') },
	{ name: 'output', title: 'OUTPUT', numeric: true, value: (item) => readMetric(item, 'outputTokens') },
];

interface Shown {
	instance: Item;
	elements: Item[];
	jobs: Item[];
	tasks: Item[];
	messages: Item[];
	incidents: Item[];
	agents: Item[];
	variables: Item[];
	cost: InstanceCost;
	guardrails: TaskGuardrail[];
}

/** @throws TroupeError INSTANCE_NOT_FOUND */
export function runProcessShow(instanceKey: string, options: OperatorOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	return withOperator(
		options,
		terminal,
		async (operator) => {
			const shown = await readInstance(operator, terminal, instanceKey);
			if (options.json) terminal.print(stringifyJson(shown));
			else for (const line of describe(shown, terminal)) terminal.print(line);
		},
		parts,
	);
}

async function readInstance(operator: Operator, terminal: Terminal, key: string): Promise<Shown> {
	const path = `/process-instances/${key}`;
	const instance = await operator.rest.call<Item>({ subject: `instance ${key}`, method: 'GET', path, notFound: 'INSTANCE_NOT_FOUND' });
	const search = (what: string, filter: Item = {}, sort?: Array<{ field: string; order: 'ASC' }>) =>
		searchItems(operator, terminal, { subject: `Searching ${what}`, what, filter: { processInstanceKey: key, ...filter }, sort });
	const elements = await search('element-instances', {}, [
		{ field: 'startDate', order: 'ASC' },
		{ field: 'elementInstanceKey', order: 'ASC' },
	]);
	return {
		instance,
		elements: elements.filter((element) => readText(element, 'type') !== 'PROCESS'),
		jobs: await search('jobs', { state: { $in: ['CREATED', 'FAILED', 'ERROR_THROWN'] } }),
		tasks: await search('user-tasks', { state: 'CREATED' }),
		messages: await searchIfKnown(operator, terminal, {
			subject: 'Searching messages',
			what: 'message-subscriptions',
			filter: { processInstanceKey: key, messageSubscriptionState: 'CREATED' },
		}),
		incidents: await search('incidents'),
		agents: await readAgents(operator, terminal, key),
		variables: await search('variables', { scopeKey: key }, [{ field: 'name', order: 'ASC' }]),
		cost: await readInstanceCost(operator, terminal, key),
		guardrails: await readGuardrails(operator, key),
	};
}

function describe(
	{ instance, elements, jobs, tasks, messages, incidents, agents, variables, cost, guardrails }: Shown,
	terminal: Terminal,
): string[] {
	const { style } = terminal;
	const title = (text: string): string[] => ['', style('bold', text)];
	const state = readState(instance);
	const format = state === 'completed' ? 'green' : state === 'active' ? 'cyan' : 'red';
	const total = toTotalRow(cost);
	return [
		`${style('bold', printable(readText(instance, 'processDefinitionName') || readText(instance, 'processDefinitionId')))} version ${readText(instance, 'processDefinitionVersion')}, ${style(format, state)}`,
		style('dim', `instance ${readText(instance, 'processInstanceKey')}, ${describeTime(instance)}`),
		...(instance.parentProcessInstanceKey ? [style('dim', `called by instance ${readText(instance, 'parentProcessInstanceKey')}`)] : []),
		...title('Elements'),
		...tableLines(elementColumns, elements, terminal, (element) => (element.hasIncident === true ? 'red' : undefined)),
		...(incidents.length > 0 ? [...title('Incidents'), ...incidentLines(incidents, terminal)] : []),
		...(tasks.length > 0 ? [...title('Waits for a person'), ...tableLines(taskColumns, tasks, terminal)] : []),
		...(messages.length > 0 ? [...title('Waits for a message'), ...tableLines(messageColumns, messages, terminal)] : []),
		...(jobs.length > 0 ? [...title('Waits for a worker'), ...tableLines(jobColumns, jobs, terminal)] : []),
		...(agents.length > 0 ? [...title('Agents'), ...tableLines(agentColumns, agents, terminal)] : []),
		...(cost.tasks.length > 0
			? [...title('Models'), ...tableLines(costColumns, [...cost.tasks, total], terminal, (row) => (row === total ? 'bold' : undefined))]
			: []),
		...(guardrails.length > 0 ? [...title('Guardrails'), ...guardrails.map(describeGuardrail)] : []),
		...(variables.length > 0
			? [
					...title('Variables'),
					...variables.map((item) => printable(`${readText(item, 'name')} = ${shortenLine(readText(item, 'value'), maxValue)}`)),
				]
			: []),
	];
}

const maxValue = 160;

const describeGuardrail = ({ elementId, guardrail, action, stage }: TaskGuardrail): string =>
	printable(`${elementId}: ${guardrail}, ${action} of the ${stage}`);

function describeTime(item: Item): string {
	const start = readDate(item, 'startDate');
	const end = readDate(item, 'endDate');
	return end === null ? `started ${start} UTC` : `${start} to ${end} UTC, took ${describeDuration(item)}`;
}

const describeDuration = (item: Item): string =>
	readText(item, 'endDate') === '' ? '' : formatDuration(Date.parse(readText(item, 'endDate')) - Date.parse(readText(item, 'startDate')));

const elementColumns: Array<Column<Item>> = [
	{ name: 'element', title: 'ELEMENT', value: (item) => readText(item, 'elementName') || readText(item, 'elementId') },
	{ name: 'type', title: 'TYPE', value: (item) => readText(item, 'type').toLowerCase().replaceAll('_', ' ') },
	{ name: 'state', title: 'STATE', value: readState },
	{ name: 'started', title: 'STARTED (UTC)', value: (item) => readDate(item, 'startDate') },
	{ name: 'took', title: 'TOOK', numeric: true, value: describeDuration },
];

const taskColumns: Array<Column<Item>> = [
	{ name: 'task', title: 'TASK', value: (item) => readText(item, 'userTaskKey') },
	{ name: 'name', title: 'NAME', value: (item) => readText(item, 'name') || readText(item, 'elementId') },
	{ name: 'assignee', title: 'ASSIGNEE', value: (item) => readText(item, 'assignee') || null },
];

const messageColumns: Array<Column<Item>> = [
	{ name: 'message', title: 'MESSAGE', value: (item) => readText(item, 'messageName') },
	{ name: 'correlationKey', title: 'CORRELATION KEY', value: (item) => readText(item, 'correlationKey') || null },
	{ name: 'element', title: 'ELEMENT', value: (item) => readText(item, 'elementId') },
];

const jobColumns: Array<Column<Item>> = [
	{ name: 'job', title: 'JOB', value: (item) => readText(item, 'jobKey') },
	{ name: 'type', title: 'TYPE', value: (item) => readText(item, 'type') },
	{ name: 'element', title: 'ELEMENT', value: (item) => readText(item, 'elementId') },
	{ name: 'state', title: 'STATE', value: (item) => readText(item, 'state').toLowerCase() },
	{ name: 'retries', title: 'RETRIES', numeric: true, value: (item) => readText(item, 'retries') },
	{ name: 'worker', title: 'WORKER', value: (item) => readText(item, 'worker') || null },
];
