import type { JsonSchema } from '../../../../core/ports/models/models';
import type { BrowserAction } from '../../../../core/ports/sandbox/tools';

export interface BrowserCall {
	operation: BrowserAction['operation'];
	url?: string;
	element?: number;
	text?: string;
	submit?: boolean;
}

/** One flat object: providers of models refuse alternatives at the top of a schema. */
export const browserParameters: JsonSchema = {
	type: 'object',
	properties: {
		operation: {
			enum: ['open', 'read', 'list', 'click', 'type', 'screenshot'],
			description:
				'open: go to an address; read: the text of the page; list: its links, buttons and fields with numbers; click: an element; type: fill in a field or make a choice; screenshot: for the person who reviews the run.',
		},
		url: { type: 'string', minLength: 1, maxLength: 2_000, description: 'For open: http or https.' },
		element: { type: 'integer', minimum: 1, maximum: 200, description: 'For click and type: the number in the last list.' },
		text: { type: 'string', maxLength: 10_000, description: 'For type: the text, or the choice.' },
		submit: { type: 'boolean', description: 'For type: send the form afterwards.' },
	},
	required: ['operation'],
	additionalProperties: false,
};

export function readAction({ operation, url, element, text, submit }: BrowserCall): BrowserAction | string {
	const lacks = (field: string) => `The operation ${operation} needs ${field}. Nothing was done.`;
	if (operation === 'open') return url === undefined ? lacks('url') : { operation, url };
	if (operation === 'click') return element === undefined ? lacks('element') : { operation, element };
	if (operation !== 'type') return { operation };
	if (element === undefined || text === undefined) return lacks('element and text');
	return { operation, element, text, ...(submit !== undefined && { submit }) };
}
