import { Time } from '../../../parts/time';
import { actWords as words } from '../act-words';
import { type Fact, Facts } from '../facts';
import { inboxWords } from '../inbox-words';
import type { FormField } from './form-field';

export interface Task {
	name: string;
	state: string;
	processName?: string;
	processDefinitionId: string;
	processInstanceKey: string;
	assignee?: string | null;
	dueDate?: string | null;
	creationDate: string;
}

export const TaskFacts = ({ task }: { task: Task }) => (
	<Facts
		facts={[
			[inboxWords('what'), task.name],
			[words('process'), task.processName ?? task.processDefinitionId],
			[words('approver'), task.assignee ?? ''],
			[inboxWords('since'), <Time at={task.creationDate} />],
			[inboxWords('due'), task.dueDate ? <Time at={task.dueDate} isExact /> : ''],
		]}
	/>
);

/** The form of a task that the person may not complete: values, and the missing right. */
export const TaskValues = ({ fields, needs }: { fields: FormField[]; needs: string }) => (
	<>
		<p class="notice">{words(needs === 'agent:decide' ? 'ofOthers' : 'needsRight', needs)}</p>
		<Facts facts={fields.map((field): Fact => [field.label ?? field.path.join('.'), sayValue(field)])} />
	</>
);

function sayValue({ value, options }: FormField): string {
	const nameOf = (one: unknown) => options.find((option) => JSON.stringify(option.value) === JSON.stringify(one))?.label ?? sayPlain(one);
	return Array.isArray(value) && options.length > 0 ? value.map(nameOf).join(', ') : nameOf(value);
}

function sayPlain(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (value === true) return words('yes');
	return typeof value === 'string' ? value : JSON.stringify(value);
}

export const TaskVariables = ({ variables }: { variables: Record<string, unknown> }) =>
	Object.keys(variables).length === 0 ? null : (
		<details>
			<summary>{words('variables')}</summary>
			<pre dir="auto">{JSON.stringify(variables, null, 2)}</pre>
		</details>
	);
