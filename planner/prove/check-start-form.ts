import { readForm } from '../../bpmn/forms/read-form';
import type { PlanTree } from '../tree/plan-tree';
import type { BuiltProcess } from './built-process';
import { failureWords } from './failures/failure-words';

type Files = Array<{ name: string; content: string }>;

/** Tells which inputs the form does not ask that begins an instance: cases begin without it. */
export function checkStartForm({ inputs, language, name }: PlanTree, built: BuiltProcess, files: Files): string[] {
	const start = [...built.nodes.values()].find(({ startForm }) => startForm !== undefined);
	const file = files.find((one) => one.name === `${start?.startForm?.formId}.form`);
	if (!start || !file) return [];
	const keys = new Set(readForm(file.name, file.content).components.map(({ key }) => key));
	const words = failureWords[language];
	return inputs
		.filter((field) => !keys.has(field.name))
		.map((field) => words.form(start.name || name, words.noField(field.label ?? field.name)));
}
