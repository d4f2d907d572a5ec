import { isFields } from '../../core/base/is-fields';
import { listReads } from '../explain/list-data';
import type { AgentStep, Field, NodeStep, UnsupportedStep } from '../tree/plan-tree';
import { conversationField } from './fill/known-fields';
import { pickTold } from './fill/tell-agent';

const maxDetails = 12;
const maxDetail = 300;
const ofAct: readonly string[] = ['resource', 'operation', 'select', 'authentication'];

export function listShown(step: AgentStep | NodeStep | UnsupportedStep, known: readonly Field[]): string[] {
	const fields = new Map(known.map((field) => [field.name, field]));
	const read = listReads(step, fields).filter((name) => fields.has(name) && name !== conversationField.name);
	return read.length > 0 ? read : pickTold(step, known);
}

/** Says the values that a program would have had, such as `subject: Delivery`. */
export const listDetails = (parameters: Record<string, unknown> = {}): string[] =>
	Object.entries(parameters)
		.filter(([name]) => !ofAct.includes(name))
		.flatMap(([name, value]) => {
			const text = say(value);
			return text === '' ? [] : [`${name}: ${text}`.slice(0, maxDetail)];
		})
		.slice(0, maxDetails);

function say(value: unknown): string {
	// A locator has its value inside, and a mode beside it.
	if (isFields(value) && value['__rl'] === true) return say(value['value']);
	if (typeof value === 'string') return value.replace(/^=/, '').trim();
	if (typeof value === 'number') return String(value);
	if (typeof value !== 'object' || value === null || Object.keys(value).length === 0) return '';
	return JSON.stringify(value);
}
