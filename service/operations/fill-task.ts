import * as Type from 'typebox/type';
import { loadFeel } from '../../bpmn/feel';
import { readForm } from '../../bpmn/forms/read-form';
import { type ShownField, submitForm } from '../../bpmn/forms/submit-form';
import { taskEnded } from '../../engine-adapter/embedded/history/task-end';
import { TroupeError } from '../../core/base/errors';
import { closed, optional, orNull } from '../../core/base/shape';
import { open, string, texts } from '../../manifests/registry/api/answer-fields';
import type { ServiceScope } from '../access/scopes';
import type { TaskReader } from '../inbox/task-form';
import { operation, type OperationContext } from './operation';
import type { Reaching } from './reach';

type Place = Reaching & { readTask?: TaskReader | undefined };

const anyValue = Type.Unsafe<unknown>({});
const field = Type.Object({
	path: Type.Array(Type.Union([string, Type.Integer()]), { description: 'Names, and numbers of rows, in `entered` and `values`' }),
	type: Type.String({ description: 'As form-js names it, such as `textfield`' }),
	label: orNull(string),
	help: orNull(string),
	value: anyValue,
	options: Type.Array(Type.Object({ value: anyValue, label: string })),
	isRequired: Type.Boolean(),
	isReadOnly: Type.Boolean(),
	problems: texts,
});

export const fillTask = operation({
	summary: 'Show the form of an open user task as it is with the values that were entered, and check them',
	tag: 'user tasks',
	method: 'POST',
	path: 'user-tasks/:task/fill',
	scope: 'process:read',
	input: {
		params: closed({ task: Type.String({ pattern: '^\\d{1,19}$' }) }),
		body: closed(optional({ entered: { ...open(), description: 'By the names of variables' } })),
	},
	maxBodyBytes: 1024 * 1024,
	output: Type.Object({
		fields: Type.Array(field, { description: 'What a person sees now; none for a task without a form' }),
		hasForm: Type.Boolean(),
		problems: Type.Array(string, { description: 'Why the form cannot be sent yet' }),
		values: Type.Object({}, { additionalProperties: true, description: 'The variables with which the form completes the task' }),
		variables: open(),
		needs: orNull(Type.String({ description: 'The scope that the caller lacks to complete it; null where none is missing' })),
	}),
	refusals: { 409: 'It was completed or cancelled: the details say when, and by whom' },
	/**
	 * @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for a task that is over, NOT_SUPPORTED without an engine, PROCESS_INVALID for an
	 * unreadable form
	 */
	async perform({ task: key, entered = {} }, { host }: OperationContext<Place>) {
		if (!host.grant || !host.readTask) throw noEngine();
		const task = await host.readTask(host.grant, key);
		if (!task) throw notThere(key);
		if ('how' in task) throw taskEnded('STATE_CONFLICT', key, task);
		const { schema, variables } = task;
		const needs = findMissing(host.grant.scopes, task.isForCaller);
		if (schema === undefined) return { fields: [], hasForm: false, problems: [], values: {}, variables, needs };
		const form = readForm(`The form of user task ${key}`, schema);
		const { fields, problems, values } = submitForm(form, { variables, entered }, await loadFeel('8.8'), Date.now);
		return { fields: fields.map(describeField), hasForm: true, problems, values, variables, needs };
	},
});

const [changer, decider]: ServiceScope[] = ['process:run', 'agent:decide'];

function findMissing(scopes: ReadonlySet<string>, isForCaller: boolean): string | null {
	if (!scopes.has(changer!)) return changer!;
	return isForCaller ? null : decider!;
}

function describeField({ path, component, value, options, isReadOnly, problems }: ShownField) {
	const { type, label, description, validate, values = [] } = component as typeof component & { description?: unknown };
	const nameOf = (option: unknown) => values.find((one) => one.value === option)?.label ?? toText(option);
	return {
		path,
		type,
		label: readText(label),
		help: readText(description),
		value: value ?? null,
		options: options.map((option) => ({ value: option, label: nameOf(option) })),
		isRequired: validate?.required === true,
		isReadOnly,
		problems,
	};
}

/** People see no expressions. */
const readText = (text: unknown): string | null => (typeof text === 'string' && text !== '' && !text.startsWith('=') ? text : null);
const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const noEngine = () =>
	new TroupeError({ code: 'NOT_SUPPORTED', message: 'This service has no engine.', fix: 'Ask the service that has the processes.' });

const notThere = (key: string) =>
	new TroupeError({
		code: 'RESOURCE_NOT_FOUND',
		message: `There is no user task ${key}.`,
		fix: 'List the user tasks: POST /v2/user-tasks/search.',
		details: { key },
	});
