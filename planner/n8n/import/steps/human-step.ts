import type { Field, HumanStep } from '../../../tree/plan-tree';
import type { ImportedNode } from '../imported-workflow';
import { listAt, textAt } from '../node-types';
import type { Variables } from '../variables';
import { NoFeel } from '../written';
import { nameOf, namesOf, type StepTools, titleOf } from './tools';

const types: Record<string, Field['type']> = {
	...{ number: 'number', date: 'date', file: 'file', checkbox: 'list', email: 'text', text: 'text', textarea: 'text' },
};

const listFormFields = ({ parameters }: ImportedNode): Array<Record<string, unknown>> => [
	...listAt(parameters, 'formFields', 'values'),
	...listAt(parameters, 'formFields', 'value'),
];

/** Declares the fields of a form, by their labels. */
export function declareForm(node: ImportedNode, variables: Variables): void {
	for (const field of listFormFields(node)) {
		const label = field.fieldLabel;
		if (typeof label !== 'string' || label === '' || ['html', 'hiddenField'].includes(String(field.fieldType))) continue;
		const options = readOptions(field.fieldOptions);
		variables.field(node.name, label, {
			...{ label: label.slice(0, 100), type: options.length > 0 ? 'text' : (types[String(field.fieldType)] ?? 'text') },
			...(options.length > 0 && { options }),
			...(field.requiredField !== true && { required: false }),
		});
	}
}

function readOptions(value: unknown): string[] {
	const { values } = (value ?? {}) as { values?: unknown };
	const texts = (Array.isArray(values) ? values : []).map((one: unknown) => (one as { option?: unknown } | null)?.option);
	return [...new Set(texts.filter((one) => typeof one === 'string' && one !== ''))].slice(0, 40) as string[];
}

/** A question to a person: a message with buttons, a form, or the next page of one. */
export function humanStep(node: ImportedNode, { items, expressions, words, answers, say }: StepTools): HumanStep {
	const { parameters } = node;
	const { variables } = items;
	const type = textAt(parameters, 'responseType') || 'approval';
	const isQuestion = parameters.operation === 'sendAndWait';
	if (!isQuestion || type === 'customForm') declareForm(node, variables);
	else if (type === 'freeText') variables.field(node.name, 'text', { type: 'text', label: words.answer }, `${node.name} answer`);
	else variables.field(node.name, 'approved', { type: 'boolean', label: words.approved }, `${node.name} approved`);
	const text = ['message', 'messageText', 'formDescription', 'text'].map((name) => textAt(parameters, name)).find(Boolean) ?? '';
	const data = items.at(node);
	// What a message shows is shown by the form.
	try {
		if (text.startsWith('=')) expressions.read(text, data);
	} catch (error) {
		if (!(error instanceof NoFeel)) throw error;
		say(node, words.notShown(node.name));
	}
	const instructions = text
		.replace(/^=/, '')
		.replaceAll(/\{\{.*?\}\}/gs, '…')
		.trim()
		.slice(0, 900);
	const shows = namesOf(items, node);
	if (isQuestion) say(node, words.asksHere(node.name, titleOf(node)));
	return {
		...{ kind: 'human', ...nameOf(node), who: answers.who },
		...(node.note !== undefined && { why: node.note }),
		...(shows.length > 0 && { shows }),
		...(instructions !== '' && { instructions }),
	};
}
