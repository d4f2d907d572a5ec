import type { Job } from '../../../engine';

const prefix = 'io.camunda.zeebe:';
const texts = ['action', 'assignee', 'dueDate', 'followUpDate', 'formKey', 'userTaskKey'] as const;
const lists = ['candidateGroups', 'candidateUsers', 'changedAttributes'] as const;

/** The user task to which a listener's job belongs, as Camunda 8.8 shows it. The engine puts it into the headers of the job. */
export function toListenedTask({ headers }: Pick<Job, 'headers'>) {
	const read = (name: string): string | undefined => headers[`${prefix}${name}`];
	return {
		...Object.fromEntries(texts.map((name) => [name, read(name)])),
		...Object.fromEntries(lists.map((name) => [name, JSON.parse(read(name) ?? '[]') as string[]])),
		priority: Number(read('priority')),
	};
}
