import type { Field } from '../tree/plan-tree';
import type { Building } from './building';
import { findDecision, isReason } from './reasons';

interface FormContent {
	text?: string;
	shows: readonly string[];
	asks: readonly Field[];
}

const maxRadios = 4;

/** Adds a form for Camunda's Tasklist and the console. Returns its id. */
export function buildForm(building: Building, step: string, { text, shows, asks }: FormContent): string {
	const id = `${building.tree.id}-${step}`;
	const decision = findDecision(asks);
	const components = [
		...(text === undefined ? [] : [{ type: 'text', id: 'text', text: plain(text) }]),
		...shows.map((name, at) => ({ type: 'text', id: `shows-${at + 1}`, text: `**${plain(labelOf(building.field(name)))}:** {{${name}}}` })),
		...asks.map((field, at) => ({
			id: `asks-${at + 1}`,
			...describe(field, building),
			...(decision && isReason(field) && { conditional: { hide: `=${decision.name} = true` } }),
		})),
	];
	// A form without any component does not open.
	const shown = components.length > 0 ? components : [{ type: 'text', id: 'text', text: plain(building.tree.name) }];
	const form = { id, type: 'default', schemaVersion: 18, executionPlatform: 'Camunda Cloud', executionPlatformVersion: '8.6.0', components: shown };
	building.forms.push({ name: `${id}.form`, content: `${JSON.stringify(form, null, 2)}\n` });
	return id;
}

const labelOf = ({ label, name }: Field): string => label ?? name;

/** Braces would be read as an expression, angles as tags. */
const plain = (text: string): string => text.replaceAll(/[{}<>]/g, ' ');

function describe(field: Field, building: Building): object {
	const { name: key, options, description } = field;
	const isRequired = field.required !== false;
	const common = {
		key,
		label: plain(labelOf(field)),
		...((description !== undefined || isLines(field)) && { description: plain(description ?? building.words.onePerLine) }),
		...(isRequired && { validate: { required: true } }),
	};
	if (options && options.length > 0) {
		const values = options.map((value) => ({ label: value, value }));
		if (field.type === 'list') return { type: 'checklist', ...common, values };
		return { type: options.length > maxRadios ? 'select' : 'radio', ...common, values };
	}
	switch (field.type) {
		case 'number':
			return { type: 'number', ...common };
		case 'boolean': {
			const { validate: _, ...rest } = { validate: undefined, ...common };
			return { type: 'checkbox', ...rest };
		}
		case 'date':
			return { type: 'datetime', subtype: 'date', dateLabel: plain(labelOf(field)), ...common };
		case 'list':
		case 'object':
			return { type: 'textarea', ...common };
		default:
			return { type: 'textfield', ...common };
	}
}

export const isLines = ({ type, options = [] }: Field): boolean => type === 'list' && options.length === 0;
