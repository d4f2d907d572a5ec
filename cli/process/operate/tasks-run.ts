import { loadFeel } from '../../../bpmn/feel';
import { readForm } from '../../../bpmn/forms/read-form';
import { submitForm } from '../../../bpmn/forms/submit-form';
import { TroupeError, isTroupeError } from '../../../core/base/errors';
import { parseJson, stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { Variables } from '../../../engine-adapter/engine/variables';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines, type Column } from '../../terminal/table-lines';
import type { Terminal } from '../../terminal/terminal';
import type { OperatorOptions } from './connect-operator';
import { readDate, readText, readTexts, searchItems, type Item } from './search';
import { withGatedOperator, withOperator, type OperateParts } from './with-operator';
import type { Operator } from './operator';

export interface TasksOptions extends OperatorOptions {
	assignee?: string;
	group?: string;
	all?: boolean;
}

export interface CompleteOptions extends OperatorOptions {
	variables: Variables;
	/** True if the form of the task is filled in with them. */
	form?: boolean;
}

/** In all but CREATED, listeners decide about the task. */
const openTaskStates = ['CREATING', 'CREATED', 'ASSIGNING', 'UPDATING', 'COMPLETING', 'CANCELING'];

export function runProcessTasks(
	instanceKey: string | undefined,
	options: TasksOptions,
	terminal: Terminal,
	parts?: OperateParts,
): Promise<ExitCode> {
	const { assignee, group: candidateGroup, all, json } = options;
	const filter = { processInstanceKey: instanceKey, assignee, candidateGroup, state: all ? undefined : { $in: openTaskStates } };
	return withOperator(
		options,
		terminal,
		async (operator) => {
			const tasks = await searchItems(operator, terminal, { subject: 'Searching user tasks', what: 'user-tasks', filter });
			if (json) return terminal.print(stringifyJson({ tasks }));
			if (tasks.length === 0) return terminal.note('No user task matches.');
			for (const line of tableLines(columns, tasks, terminal)) terminal.print(line);
		},
		parts,
	);
}

const columns: Array<Column<Item>> = [
	{ name: 'task', title: 'TASK', value: (item) => readText(item, 'userTaskKey') },
	{ name: 'name', title: 'NAME', value: (item) => readText(item, 'name') || readText(item, 'elementId') },
	{ name: 'instance', title: 'INSTANCE', value: (item) => readText(item, 'processInstanceKey') },
	{ name: 'process', title: 'PROCESS', value: (item) => readText(item, 'processDefinitionId') },
	{ name: 'state', title: 'STATE', value: (item) => readText(item, 'state').toLowerCase() },
	{ name: 'assignee', title: 'ASSIGNEE', value: (item) => readText(item, 'assignee') || null },
	{ name: 'groups', title: 'GROUPS', value: (item) => readTexts(item, 'candidateGroups').join(', ') || null },
	{ name: 'due', title: 'DUE (UTC)', value: (item) => readDate(item, 'dueDate') },
	{ name: 'since', title: 'SINCE (UTC)', value: (item) => readDate(item, 'creationDate') },
];

/** @throws TroupeError USER_TASK_NOT_FOUND, INPUT_INVALID for what the form of the task refuses */
export function runProcessComplete(key: string, options: CompleteOptions, terminal: Terminal, parts?: OperateParts): Promise<ExitCode> {
	const complete = async (operator: Operator): Promise<void> => {
		const { variables, form } = options;
		await operator.engine.completeUserTask(key, form ? await fillTaskForm(operator, terminal, key, variables) : variables);
		terminal.print(options.json ? JSON.stringify({ completed: key }) : `User task ${key} is completed.`);
	};
	return withGatedOperator('process complete', options, terminal, complete, parts);
}

/**
 * Fills in a user task's form as Tasklist does, and returns its data. Without a form: the entered values. @throws TroupeError INPUT_INVALID
 * naming each field that the form refuses, USER_TASK_NOT_FOUND
 */
async function fillTaskForm(operator: Operator, terminal: Terminal, key: string, entered: Variables): Promise<Variables> {
	const schema = await readSchema(operator, terminal, key);
	if (schema === undefined) return entered;
	const form = readForm(`The form of user task ${key}`, schema);
	const variables = await readVariables(operator, terminal, key);
	const { values, problems } = submitForm(form, { variables, entered }, await loadFeel('8.8'), Date.now);
	if (problems.length === 0) return values;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The form of user task ${key} refuses this: ${problems.join('; ')}.`,
		fix: 'Correct the values in --variables, or leave out --form to complete the task as a program does.',
		details: { userTaskKey: key, problems },
	});
}

/** A cluster before 8.8 does not show its forms: there nothing is checked. */
async function readSchema({ rest }: Operator, terminal: Terminal, key: string): Promise<string | undefined> {
	const call = {
		subject: `user task ${key}`,
		method: 'GET',
		path: `/user-tasks/${key}/form`,
		notFound: 'USER_TASK_NOT_FOUND',
	} as const;
	const form = await rest.call<Item>(call).catch((error: unknown) => {
		if (!isTroupeError(error) || error.code !== 'NOT_SUPPORTED') throw error;
		terminal.note('This cluster does not show forms: the values are not checked.');
		return {};
	});
	return readText(form, 'schema') || undefined;
}

/** A long value, of which a cluster shows the beginning only, is left out. */
async function readVariables(operator: Operator, terminal: Terminal, key: string): Promise<Variables> {
	const items = await searchItems({ ...operator, tenantId: undefined }, terminal, {
		subject: `the variables of user task ${key}`,
		what: `user-tasks/${key}/variables`,
		filter: {},
	});
	const whole = items.filter(({ isTruncated }) => isTruncated !== true);
	return Object.fromEntries(whole.map((item) => [readText(item, 'name'), parseJson(readText(item, 'value'))]));
}
