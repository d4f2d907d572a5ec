import type { Field, Task } from '../tree/plan-tree';

/** The value that a step returns for a variable. */
export function valueOf(step: Task, { name }: Field): string {
	if (step.kind === 'agent')
		return name === 'reply' ? '$json.reply' : `$json.output?.[${JSON.stringify(name)}] ?? $json[${JSON.stringify(name)}] ?? $json.reply`;
	return `$json[${JSON.stringify(name)}] ?? $json`;
}

export const listValues = (reads: readonly string[]): string =>
	reads.length === 0 ? 'JSON.stringify($json)' : reads.map((name) => `${JSON.stringify(`${name}: `)} + $json.${name}`).join(' + "\\n" + ');

const formTypes: Partial<Record<Field['type'], string>> = { number: 'number', date: 'date', file: 'file' };

export const toFormField = ({ name, type, options, required }: Field): object => ({
	...{ fieldLabel: name, fieldType: options ? 'dropdown' : (formTypes[type] ?? 'text'), requiredField: required !== false },
	...(options && { fieldOptions: { values: options.map((option) => ({ option })) } }),
});

/** A cycle of ISO 8601 in days, hours or minutes, or a cron expression. */
export function toInterval(at: string): object {
	const [, days, hours, minutes] = /^R\/?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(at) ?? [];
	if (days) return { field: 'days', daysInterval: Number(days) };
	if (hours) return { field: 'hours', hoursInterval: Number(hours) };
	if (minutes) return { field: 'minutes', minutesInterval: Number(minutes) };
	return { field: 'cronExpression', expression: at };
}
