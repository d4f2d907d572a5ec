import { loadFeel } from '../feel';
import type { Feel } from '../feel/feel-port';
import type { LintedFile } from '../lint/lint-processes';
import { toFileProblem } from '../reading/unreadable';
import type { Reason } from '../reason';
import { isContainer, isDecoration, isKnownType, type FormComponent } from './form-model';
import { findClash } from './path-claims';
import { readForm } from './read-form';
import type { Finding } from '../lint/finding';

/** Checks form files: what Zeebe refuses, and what makes a form-js form fail when it is shown. Gives the findings, the ids of the forms, and their fields. */
export async function lintForms(files: LintedFile[]): Promise<{ findings: Finding[]; formIds: string[]; formFields: string[] }> {
	const feel = await loadFeel('8.8');
	const findings: Finding[] = [];
	const formIds: string[] = [];
	const formFields: string[] = [];
	for (const { name: file, content } of files) {
		const add = (reason: Reason, id?: string): void =>
			void findings.push({ file, ...locate(content, id), severity: 'error', rule: 'form', ...reason });
		try {
			const form = readForm(file, content);
			const twin = formIds.includes(form.id);
			if (twin) add({ message: `has the id "${form.id}" of another form`, fix: 'Give it a unique id.' });
			formIds.push(form.id);
			const clash = findClash(form.components);
			if (clash) add({ message: clash.reason, fix: 'Give it another key, path or id: the form does not open.' }, clash.id);
			const components = flatten(form.components);
			formFields.push(...components.flatMap(({ key, path }) => [key ?? '', path ?? '']).filter((name) => name !== ''));
			for (const component of components) for (const reason of checkComponent(component, feel)) add(reason, component.id);
		} catch (error) {
			add(toFileProblem(file, error));
		}
	}
	return { findings, formIds, formFields };
}

const flatten = (components: FormComponent[]): FormComponent[] =>
	components.flatMap((component) => [component, ...flatten(component.components ?? [])]);

function locate(content: string, id: string | undefined): Pick<Finding, 'elementId' | 'line'> {
	if (id === undefined) return {};
	const place = content.indexOf(JSON.stringify(id));
	return { elementId: id, ...(place >= 0 && { line: content.slice(0, place).split('\n').length }) };
}

function checkComponent(component: FormComponent, feel: Feel): Reason[] {
	const reasons: Reason[] = [];
	if (!isKnownType(component))
		return [{ message: `has the unknown type "${component.type}"`, fix: 'Replace it with a component of Camunda Modeler.' }];
	if (!isDecoration(component) && !isContainer(component) && !component.key)
		reasons.push({ message: 'has no key: its value is not sent', fix: 'Set the key, the name of the variable.' });
	if (choices.has(component.type) && !component.values && !component.valuesKey && !component.valuesExpression)
		reasons.push({ message: 'offers no options', fix: 'Set its options, a variable that has them, or an expression.' });
	if (component.type === 'dynamiclist' && !component.path)
		reasons.push({ message: 'has no path: its rows are not sent', fix: 'Set the path, the name of the variable.' });
	return [...reasons, ...checkPattern(component), ...checkExpressions(component, feel)];
}

const choices = new Set(['select', 'radio', 'checklist', 'taglist']);

function checkPattern({ validate }: FormComponent): Reason[] {
	const pattern = validate?.pattern;
	if (typeof pattern !== 'string' || pattern.startsWith('=')) return [];
	try {
		new RegExp(pattern);
		return [];
	} catch (error) {
		return [
			{ message: `has a pattern that is not valid: ${(error as SyntaxError).message}`, fix: 'Write a regular expression of JavaScript.' },
		];
	}
}

function checkExpressions(component: FormComponent, feel: Feel): Reason[] {
	const { conditional, expression, valuesExpression, readonly, validate } = component;
	const values = [conditional?.hide, expression, valuesExpression, readonly, component.label, ...Object.values(validate ?? {})];
	return values.flatMap((value) => {
		const problem = typeof value === 'string' && value.startsWith('=') ? feel.findProblem(value.slice(1)) : undefined;
		return problem ? [{ message: `has an expression that is not FEEL: ${problem.message}`, fix: problem.fix }] : [];
	});
}
