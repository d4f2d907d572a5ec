import { loadFeel } from '../../../bpmn/feel';
import { readForm } from '../../../bpmn/forms/read-form';
import { submitForm } from '../../../bpmn/forms/submit-form';
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { parseJson } from '../../../core/base/text/json/lossless-json';
import type { Variables } from '../../../engine-adapter/engine/variables';
import type { Terminal } from '../../terminal/terminal';
import { readText, searchItems, type Item } from './search';
import type { Operator } from './operator';

/**
 * Fills in the form of a user task as a person does in Tasklist, and returns what the form sends. Without a form these are the entered values.
 * @throws TroupeError INPUT_INVALID naming each field that the form refuses, USER_TASK_NOT_FOUND
 */
export async function fillTaskForm(operator: Operator, terminal: Terminal, key: string, entered: Variables): Promise<Variables> {
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
