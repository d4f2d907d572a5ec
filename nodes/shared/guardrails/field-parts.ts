import type { INodeProperties, NodeParameterValue } from 'n8n-workflow';

export const actions = {
	'ask-person': { name: 'Ask a Person', value: 'ask-person', description: 'Stop the text and report that a person must decide' },
	block: { name: 'Block', value: 'block', description: 'Stop the text' },
	log: { name: 'Log', value: 'log', description: 'Let the text through and record the violation' },
	rewrite: { name: 'Rewrite', value: 'rewrite', description: 'Remove the violation and let the rest through' },
};

type Action = keyof typeof actions;

const every: Action[] = ['ask-person', 'block', 'log', 'rewrite'];
/** For what judges the whole text: there is no part of it to take out. */
export const whole: Action[] = ['ask-person', 'block', 'log'];

export const action = (initial: Action, allowed = every): INodeProperties => ({
	displayName: 'Action',
	name: 'action',
	type: 'options',
	options: allowed.map((name) => actions[name]),
	default: initial,
});

export const text = (displayName: string, name: string, more: Partial<INodeProperties> = {}): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: '',
	...more,
});

export const number = (
	displayName: string,
	name: string,
	initial: NodeParameterValue,
	description: string,
	maxValue = 1_000_000,
): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue: 0, maxValue },
	default: initial,
	description,
});

/** At least 1. */
export const limited = (displayName: string, name: string, initial: number, description: string, maxValue: number): INodeProperties => ({
	...number(displayName, name, initial, description),
	typeOptions: { minValue: 1, maxValue },
});

export const words = { typeOptions: { multipleValues: true, multipleValueButtonText: 'Add' } };

export const threshold = (displayName: string, name: string, initial: number, description: string, minValue = 0): INodeProperties => ({
	displayName,
	name,
	type: 'number',
	typeOptions: { minValue, maxValue: 1, numberPrecision: 2 },
	default: initial,
	description,
});
