import type { FormComponent } from './form-model';
import { evaluate, readPath, type FormScope, type PlacedField } from './form-fields';

interface FieldKind {
	/** The value of a field that nobody filled in. */
	empty: unknown;
	/** Converts a variable when the form opens, and drops what the field cannot show. */
	import(value: unknown, options: unknown[], component: FormComponent): unknown;
	/** Continues `the field …`; undefined for a value that a person can enter. */
	refuse(value: unknown, options: unknown[], component: FormComponent): string | undefined;
}

const text: FieldKind = {
	empty: '',
	import: (value) => (['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? `${value as string | number}` : ''),
	refuse: (value) => (typeof value === 'string' ? undefined : 'takes a text'),
};

const choice: FieldKind = {
	empty: null,
	import: (value, options) => (options.includes(value) ? value : null),
	refuse: (value, options) => (options.includes(value) ? undefined : `does not have the option ${quote(value)}${listOptions(options)}`),
};

const choices: FieldKind = {
	empty: [],
	import: (value, options) => (Array.isArray(value) ? value.filter((one: unknown) => options.includes(one)) : []) as unknown,
	refuse: (value, options) => {
		if (!Array.isArray(value)) return 'takes a list';
		const unknown = value.filter((one) => !options.includes(one));
		return unknown.length === 0 ? undefined : `does not have the option ${quote(unknown[0])}${listOptions(options)}`;
	},
};

const number: FieldKind = {
	empty: null,
	import: (value, _options, { serializeToString }) => {
		const parsed = ['string', 'number', 'bigint'].includes(typeof value) && value !== '' ? Number(value) : NaN;
		if (Number.isNaN(parsed)) return null;
		return serializeToString ? String(value) : parsed;
	},
	refuse: (value, _options, { serializeToString, decimalDigits }) => {
		const isText = serializeToString === true;
		if (isText ? typeof value !== 'string' || value === '' : !['number', 'bigint'].includes(typeof value))
			return isText ? 'takes a number as a text' : 'takes a number';
		if (!Number.isFinite(Number(value))) return 'takes a number';
		const digits = /\.(\d+)$/.exec(String(value))?.[1]?.length ?? 0;
		if (decimalDigits === undefined || digits <= decimalDigits) return undefined;
		return decimalDigits === 0 ? 'takes a whole number' : `takes at most ${decimalDigits} decimal digits`;
	},
};

const checkbox: FieldKind = {
	empty: false,
	import: (value) => value === true,
	refuse: (value) => (typeof value === 'boolean' ? undefined : 'takes true or false'),
};

const datetime: FieldKind = {
	empty: null,
	import: (value, options, component) => (datetime.refuse(value, options, component) === undefined ? value : null),
	refuse: (value, _options, { subtype = 'date' }) => {
		const { pattern, example } = formats[subtype] ?? formats.datetime!;
		const isDate =
			typeof value === 'string' && pattern.test(value) && !Number.isNaN(Date.parse(subtype === 'time' ? `2000-01-01T${value}` : value));
		return isDate ? undefined : `takes a ${subtype}, such as ${example}`;
	},
};

const time = String.raw`\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?`;
const formats: Record<string, { pattern: RegExp; example: string }> = {
	date: { pattern: /^\d{4}-\d{2}-\d{2}$/, example: '2030-01-31' },
	time: { pattern: new RegExp(`^${time}$`), example: '10:00:00Z' },
	datetime: { pattern: new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${time}$`), example: '2030-01-31T10:00:00Z' },
};

const files: FieldKind = {
	empty: null,
	import: (value) => (Array.isArray(value) ? value : null),
	refuse: (value) => (Array.isArray(value) ? undefined : 'takes a list of files'),
};

const kinds: Record<string, FieldKind> = {
	textfield: text,
	textarea: text,
	radio: choice,
	select: choice,
	checklist: choices,
	taglist: choices,
	number,
	checkbox,
	datetime,
	filepicker: files,
};

/** A type of another version of forms takes everything. */
const anything: FieldKind = { empty: undefined, import: (value) => value, refuse: () => undefined };

/** The field's kind, with the options that it offers now. */
export function describeField({ component, row }: PlacedField, scope: FormScope) {
	const kind = kinds[component.type] ?? anything;
	const options = listValues(component, scope, row);
	const { defaultValue } = component;
	return {
		empty: kind.empty,
		/** The value with which the form opens: that of the variable, else the default. */
		open: (variable: unknown): unknown => {
			const value = variable ?? defaultValue;
			return value === undefined || value === null ? kind.empty : kind.import(value, options, component);
		},
		/** Clearing a field is entering its empty value. */
		refuse: (value: unknown): string | undefined => (isEmpty(value, kind.empty) ? undefined : kind.refuse(value, options, component)),
	};
}

const isEmpty = (value: unknown, empty: unknown): boolean => value === null || value === undefined || value === empty;

function listValues(component: FormComponent, scope: FormScope, row: PlacedField['row']): unknown[] {
	const { values, valuesKey, valuesExpression } = component;
	const list = values ?? (valuesKey ? readPath(scope.data, valuesKey.split('.')) : evaluate(valuesExpression, scope, row));
	if (!Array.isArray(list)) return [];
	return list.map((one: unknown) => {
		if (typeof one !== 'object' || one === null) return one;
		const { label, value } = one as { label?: unknown; value?: unknown };
		return value === undefined ? label : value;
	});
}

const maxShown = 10;

const quote = (value: unknown): string => JSON.stringify(value) ?? String(value);

const listOptions = (options: unknown[]): string =>
	options.length === 0
		? ': it has no options here'
		: `, only ${options.slice(0, maxShown).map(quote).join(', ')}${options.length > maxShown ? ' and others' : ''}`;
