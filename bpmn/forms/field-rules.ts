import { evaluate, type FormScope, type PlacedField } from './form-fields';

/** Checks a value by the component's `validate`, as form-js does. Each message continues `the field …`. */
export function findBrokenRules({ component, row }: PlacedField, value: unknown, scope: FormScope): string[] {
	const rules = Object.entries(component.validate ?? {}).map(([name, rule]) => [name, evaluate(rule, scope, row)] as const);
	return rules.flatMap(([name, rule]) => (rule === undefined || rule === null ? [] : (checks[name]?.(value, rule, component.type) ?? [])));
}

type Check = (value: unknown, rule: unknown, type: string) => string | undefined;

const length = (value: unknown): number | undefined => (typeof value === 'string' && value !== '' ? value.trim().length : undefined);

const amount = (value: unknown): number | undefined => (value === null || value === '' || value === undefined ? undefined : Number(value));

/** By the name of the rule. One that is not met by an empty value is `required`'s to tell. */
const checks: Record<string, Check> = {
	required: (value, rule, type) => (rule === true && isUnset(value, type) ? 'is required' : undefined),
	min: (value, rule) => (amount(value)! < Number(rule) ? `is below ${String(rule)}` : undefined),
	max: (value, rule) => (amount(value)! > Number(rule) ? `is above ${String(rule)}` : undefined),
	minLength: (value, rule) => (length(value)! < Number(rule) ? `is shorter than ${String(rule)} characters` : undefined),
	maxLength: (value, rule) => (length(value)! > Number(rule) ? `is longer than ${String(rule)} characters` : undefined),
	pattern: (value, rule) =>
		typeof value === 'string' && value !== '' && rule !== '' && !new RegExp(String(rule)).test(value)
			? `does not match the pattern ${String(rule)}`
			: undefined,
	validationType: (value, rule) => {
		const type = types[String(rule)];
		return type && typeof value === 'string' && value !== '' && !type.pattern.test(value) ? `takes ${type.name}` : undefined;
	},
};

const types: Record<string, { pattern: RegExp; name: string }> = {
	email: { pattern: /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)*$/, name: 'an e-mail address' },
	phone: { pattern: /^(\+|00)\d{6,15}$/, name: 'an international phone number, such as +4930664040900' },
};

const isUnset = (value: unknown, type: string): boolean =>
	value === undefined ||
	value === null ||
	value === '' ||
	(type === 'checkbox' && value === false) ||
	(Array.isArray(value) && value.length === 0);
