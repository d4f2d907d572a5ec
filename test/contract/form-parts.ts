/** Builds forms, and elements that use them, for tests. */
import type { Resource } from '../../engine-adapter/engine/deployments';
import { extensions, type ModelPart } from './model-builder';

/** A form file. `more` replaces fields of the form. */
export const formFile = (id: string, label = 'Name', more: Record<string, unknown> = {}): Resource => ({
	name: `${id}.form`,
	content: JSON.stringify({
		id,
		type: 'default',
		schemaVersion: 18,
		components: [{ type: 'textfield', id: 'Field_1', key: 'name', label }],
		...more,
	}),
});

const definition = (formId: string, binding?: string): string =>
	`<zeebe:formDefinition formId="${formId}"${binding === undefined ? '' : ` bindingType="${binding}"`}/>`;

/** Zeebe's own user task. */
export const formTask = (formId: string, binding?: string): ModelPart => ({
	tag: 'userTask',
	id: 'fill',
	extensions: extensions('<zeebe:userTask/>', definition(formId, binding)),
});

/** A start event with a form. */
export const startForm = (formId: string): ModelPart => ({
	tag: 'startEvent',
	id: 'start',
	extensions: extensions(definition(formId)),
});
