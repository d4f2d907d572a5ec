/** Builds forms, and tasks that use them, for contract cases. */
import type { Resource, Variables } from '../../../engine';
import type { ContractCase } from '../../contract-case';
import { escapeXml, extensions, processModel, type ModelPart } from '../../model-builder';
import { type CaseAction, start } from '../case-actions';
import { defineCase } from '../define-case';
import { around } from '../shapes';

/** A form file. `more` replaces fields of the form. */
export const formFile = (id: string, label = 'Name', more: Record<string, unknown> = {}, name = `${id}.form`): Resource => ({
	name,
	content: JSON.stringify({
		id,
		type: 'default',
		schemaVersion: 18,
		components: [{ type: 'textfield', id: 'Field_1', key: 'name', label }],
		...more,
	}),
});

export interface FormBinding {
	binding?: string;
	versionTag?: string;
}

const definition = (formId: string, { binding, versionTag }: FormBinding): string => {
	const attributes = Object.entries({ formId, bindingType: binding, versionTag }).filter(([, value]) => value !== undefined);
	return `<zeebe:formDefinition${attributes.map(([name, value]) => ` ${name}="${escapeXml(value!)}"`).join('')}/>`;
};

/** A user task that is a job, whose headers say which form it has. */
export const formJob = (formId: string, binding: FormBinding = {}): ModelPart => ({
	tag: 'userTask',
	id: 'fill',
	extensions: extensions(definition(formId, binding)),
});

/** Zeebe's own user task. */
export const formTask = (formId: string, binding: FormBinding = {}): ModelPart => ({
	tag: 'userTask',
	id: 'fill',
	extensions: extensions('<zeebe:userTask/>', definition(formId, binding)),
});

/** A start event with a form. */
export const startForm = (formId: string, binding: FormBinding = {}): ModelPart => ({
	tag: 'startEvent',
	id: 'start',
	extensions: extensions(definition(formId, binding)),
});

export const variables: Variables = { which: 'nowhere', n: 3 };

/** A task between start and end with the form `f-<id>`, which is deployed with it unless other files are given. */
export const playForm = (
	id: string,
	title: string,
	task: (formId: string) => ModelPart,
	{ files = (formId) => [formFile(formId)], script = () => [start(variables)] }: FormCase = {},
): ContractCase =>
	defineCase(id, title, () => ({ resources: [processModel(id, around(task(`f-${id}`))), ...files(`f-${id}`)], script: script(`f-${id}`) }));

interface FormCase {
	files?: (formId: string) => Resource[];
	script?: (formId: string) => CaseAction[];
}
