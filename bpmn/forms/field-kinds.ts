import { isDate, normalizeDateTime, readsAsDateTime } from './date-times';
import type { FormComponent } from './form-model';
import { includes } from './form-fields';

interface FieldKind {
	empty: unknown;
	/** Converts a variable when the form opens; drops what the field cannot show. No options if an expression gives them. */
	import(value: unknown, component: FormComponent, options: unknown[] | undefined): unknown;
	show?(value: unknown, component: FormComponent, now: number): unknown;
	correct?(value: unknown, options: unknown[]): unknown;
	/** Continues `the field …`; undefined for a value that a person can enter. */
	refuse(value: unknown, component: FormComponent, options: unknown[]): string | undefined;
}

const toText = (value: unknown): string =>
	['string', 'number', 'bigint', 'boolean'].includes(typeof value) ? `${value as string | number}` : '';

const text: FieldKind = {
	empty: '',
	import: toText,
	refuse: (value) => (typeof value === 'string' ? undefined : 'takes a text'),
};

const line: FieldKind = { ...text, import: (value) => (typeof value === 'string' ? value.replaceAll(/[\r\n\t]/g, ' ') : toText(value)) };

const choice: FieldKind = {
	empty: null,
	import: (value, { valuesExpression }, options) => (valuesExpression || includes(options ?? [], value) ? value : null),
	correct: (value, options) => (!value || includes(options, value) ? value : null),
	refuse: (value, _component, options) =>
		includes(options, value) ? undefined : `does not have the option ${quote(value)}${describeOptions(options)}`,
};

const choices: FieldKind = {
	empty: [],
	import: (value, { valuesExpression }, options) => {
		if (valuesExpression) return value;
		return (Array.isArray(value) ? value.filter((one: unknown) => includes(options ?? [], one)) : []) as unknown;
	},
	correct: (value, options) => (Array.isArray(value) ? (value.filter((one: unknown) => includes(options, one)) as unknown) : value),
	refuse: (value, _component, options) => {
		if (!Array.isArray(value)) return 'takes a list';
		const unknown = value.filter((one) => !includes(options, one));
		return unknown.length === 0 ? undefined : `does not have the option ${quote(unknown[0])}${describeOptions(options)}`;
	},
};

const number: FieldKind = {
	empty: null,
	import: (value, { serializeToString }) => {
		const parsed = ['string', 'number', 'bigint'].includes(typeof value) && value !== '' ? Number(value) : NaN;
		if (Number.isNaN(parsed)) return null;
		return serializeToString ? String(value) : parsed;
	},
	refuse: (value, { serializeToString }) => {
		const isText = Boolean(serializeToString);
		if (isText ? typeof value !== 'string' || value === '' : !['number', 'bigint'].includes(typeof value))
			return isText ? 'takes a number as a text' : 'takes a number';
		return Number.isFinite(Number(value)) ? undefined : 'takes a number';
	},
};

const checkbox: FieldKind = {
	empty: false,
	import: (value) => value === true,
	refuse: (value) => (typeof value === 'boolean' ? undefined : 'takes true or false'),
};

const datetime: FieldKind = {
	empty: null,
	import: (value, { subtype = 'date' }) => (readsAsDateTime(value, subtype) ? value : null),
	show: (value, { subtype = 'date', timeSerializingFormat }, now) => normalizeDateTime(value, subtype, timeSerializingFormat, now),
	refuse: (value, { subtype = 'date' }) => {
		const { pattern, example } = formats[subtype] ?? formats.datetime!;
		const isRight =
			typeof value === 'string' &&
			pattern.test(value) &&
			readsAsDateTime(value, subtype) &&
			(subtype === 'time' ? !Number.isNaN(Date.parse(`2000-01-01T${value}`)) : isDate(value.slice(0, 10)));
		return isRight ? undefined : `takes a ${subtype}, such as ${example}`;
	},
};

const time = String.raw`\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?`;
const formats: Record<string, { pattern: RegExp; example: string }> = {
	date: { pattern: /^\d{4}-\d{2}-\d{2}$/, example: '2030-01-31' },
	time: { pattern: new RegExp(`^${time}$`), example: '10:00:00Z' },
	datetime: { pattern: new RegExp(`^\\d{4}-\\d{2}-\\d{2}T${time}$`), example: '2030-01-31T10:00:00Z' },
};

/** File pickers open empty: the browser lacks a variable's files. */
const files: FieldKind = {
	empty: null,
	import: (value) => value,
	show: (value) => (value ? null : value),
	refuse: (value) => (Array.isArray(value) ? undefined : 'takes a list of files'),
};

/** Fields of another version of forms, and computed ones, take everything. */
const anything: FieldKind = { empty: null, import: (value) => value, refuse: () => undefined };

const kinds: Record<string, FieldKind> = {
	textfield: line,
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

export const kindOf = ({ type }: FormComponent): FieldKind => (Object.hasOwn(kinds, type) ? kinds[type]! : anything);

const maxShown = 10;

const quote = (value: unknown): string =>
	JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one)) ?? String(value);

const describeOptions = (options: unknown[]): string =>
	options.length === 0
		? ': it has no options here'
		: `, only ${options.slice(0, maxShown).map(quote).join(', ')}${options.length > maxShown ? ' and others' : ''}`;
