import { isNumberLiteral, readLiteralTexts } from '../literals';
import type { UserTaskDefinition } from '../reading/process-model';
import type { Reason } from '../reason';
import { parseDate } from '../timer';
import { validateBinding } from './validate-binding';

/** Refuses what Zeebe refuses in a user task (recorded from 8.6): invalid literals, and forms of the other kind. */
export function validateUserTask(task: UserTaskDefinition): Reason[] {
	const dates = [task.dueDate, task.followUpDate].filter(
		(date) => date !== undefined && !date.startsWith('=') && parseDate(date) === undefined,
	);
	return [
		...dates.map((date) => ({
			message: `"${date}" is not a date and time with an offset`,
			fix: 'Write it in ISO 8601, such as 2030-01-31T10:00:00Z.',
		})),
		...validateNames('candidate groups', task.candidateGroups),
		...validateNames('candidate users', task.candidateUsers),
		...validatePriority(task.priority),
		...validateForm(task),
		...(task.form ? validateBinding(task.form) : []),
	];
}

/** Zeebe's documentation, user tasks: literals are lists of names, separated by commas. */
function validateNames(property: string, value: string | undefined): Reason[] {
	if (value === undefined || value === '' || value.startsWith('=') || !readLiteralTexts(value).includes('')) return [];
	return [{ message: `has the ${property} "${value.slice(0, 80)}", of which one is empty`, fix: 'Separate the names by single commas.' }];
}

function validatePriority(priority: string | undefined): Reason[] {
	if (priority === undefined || priority.startsWith('=')) return [];
	if (isNumberLiteral(priority) && Number.isInteger(Number(priority)) && Number(priority) >= 0 && Number(priority) <= 100) return [];
	return [{ message: `has the priority "${priority}"`, fix: 'Use a whole number from 0 to 100, or an expression.' }];
}

function validateForm({ native, formKey, externalReference, hasEmptyForm }: UserTaskDefinition): Reason[] {
	if (hasEmptyForm) return [{ message: 'has a form definition without a form', fix: 'Name the form, or remove the definition.' }];
	if (native && formKey !== undefined)
		return [{ message: 'has a form key, which Zeebe user tasks do not support', fix: 'Use a form id or an external reference.' }];
	if (native || externalReference === undefined) return [];
	return [{ message: 'has an external form, which only Zeebe user tasks support', fix: 'Use a form key or a form id.' }];
}
