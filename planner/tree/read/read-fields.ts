import { isVariable, treeLimits } from '../limits';
import { type Field, fieldTypes } from '../plan-tree';
import { takeName, toVariable } from './names';
import { isObject, pick, type Raw, type Reader } from './reader';

const otherTypes: Record<string, Field['type']> = {
	string: 'text',
	str: 'text',
	texto: 'text',
	email: 'text',
	url: 'text',
	phone: 'text',
	id: 'text',
	enum: 'text',
	select: 'text',
	int: 'number',
	integer: 'number',
	float: 'number',
	double: 'number',
	decimal: 'number',
	money: 'number',
	currency: 'number',
	numero: 'number',
	valor: 'number',
	percent: 'number',
	amount: 'number',
	bool: 'boolean',
	booleano: 'boolean',
	checkbox: 'boolean',
	flag: 'boolean',
	'yes/no': 'boolean',
	datetime: 'date',
	'date-time': 'date',
	timestamp: 'date',
	data: 'date',
	day: 'date',
	array: 'list',
	lista: 'list',
	'string[]': 'list',
	set: 'list',
	json: 'object',
	map: 'object',
	dict: 'object',
	record: 'object',
	context: 'object',
	any: 'object',
	objeto: 'object',
	document: 'file',
	attachment: 'file',
	image: 'file',
	pdf: 'file',
	arquivo: 'file',
	anexo: 'file',
};

/** Reads the fields of a list, of names alone, or of an object with names and types. */
export function readFields(reader: Reader, value: unknown, path: string): Field[] {
	if (value === undefined || value === null) return [];
	const entries = listEntries(value);
	if (entries.length > treeLimits.fields) reader.fault(path, 'too-large', String(treeLimits.fields), 'inputs');
	const fields = entries.slice(0, treeLimits.fields).flatMap((entry, at) => readField(reader, entry, `${path}/${at}`) ?? []);
	return fields.filter(({ name }, at) => fields.findIndex((one) => one.name === name) === at);
}

function listEntries(value: unknown): unknown[] {
	if (Array.isArray(value)) return value;
	if (!isObject(value)) return [value];
	if (typeof pick(value, ['name']) === 'string') return [value];
	return Object.entries(value).map(([name, one]) => (isObject(one) ? { name, ...one } : { name, type: one }));
}

function readField(reader: Reader, entry: unknown, path: string): Field | undefined {
	const raw: Raw = isObject(entry) ? entry : { name: entry };
	const written = reader.text(raw, ['name', 'id', 'key', 'variable', 'field', 'label'], path, treeLimits.name);
	if (written === undefined) return undefined;
	const name = readName(reader, written, path);
	const label = reader.text(raw, ['label', 'title'], path, treeLimits.name) ?? (name === written ? undefined : written);
	const description = reader.text(raw, ['description', 'help'], path);
	const options = readOptions(reader, pick(raw, ['options', 'enum', 'values', 'choices']), path);
	const example = pick(raw, ['example', 'default', 'sample']);
	return {
		name,
		type: options.length > 0 ? 'text' : readType(reader, raw.type, path),
		...(label !== undefined && { label }),
		...(description !== undefined && { description }),
		...(options.length > 0 && { options }),
		...((raw.required === false || raw.optional === true) && { required: false }),
		...(isSmall(example) && { example }),
		...(raw.personal === true && { personal: true }),
	};
}

/** Returns the name as FEEL can read it. Each way of writing it means the same variable. */
export function readName(reader: Reader, written: string, path: string): string {
	const known = reader.renamed.get(written);
	if (known !== undefined) return known;
	if (isVariable(written)) {
		reader.variables.add(written);
		return written;
	}
	const wished = toVariable(written);
	// A name without Latin letters says nothing of what it means: each is one of its own.
	const name = wished === 'value' ? takeName(wished, reader.variables, '') : wished;
	reader.variables.add(name);
	reader.renamed.set(written, name);
	reader.repair(path, `the name "${written}" is "${name}" now`);
	return name;
}

function readType(reader: Reader, written: unknown, path: string): Field['type'] {
	if (written === undefined || written === null) return 'text';
	const word = (Array.isArray(written) ? 'list' : typeof written === 'string' ? written : 'object').trim().toLowerCase().slice(0, 60);
	const known = fieldTypes.find((type) => type === word);
	if (known) return known;
	const type = otherTypes[word.normalize('NFKD').replace(/\p{M}/gu, '')] ?? (/^(?:list|array|\[)|\[\]$/.test(word) ? 'list' : 'text');
	reader.repair(path, `the type "${word}" is "${type}" now`);
	return type;
}

function readOptions(reader: Reader, value: unknown, path: string): string[] {
	if (!Array.isArray(value)) return [];
	const texts = value.slice(0, treeLimits.options).flatMap((one: unknown) => {
		const text = isObject(one) ? pick(one, ['value', 'name', 'label']) : one;
		return typeof text === 'string' || typeof text === 'number' ? reader.clean(String(text), path, treeLimits.name) : [];
	});
	return [...new Set(texts.filter(Boolean))];
}

/** Examples are kept only if they are small: they are in every case of the plan. */
const isSmall = (value: unknown): boolean => value !== undefined && value !== null && (JSON.stringify(value) ?? '').length <= 2_000;

/** Reads names of variables, as they are now: an entry may be a field. */
export function readNames(reader: Reader, value: unknown, path: string): string[] | undefined {
	if (value === undefined || value === null) return undefined;
	const entries = Array.isArray(value)
		? value.slice(0, treeLimits.fields)
		: isObject(value)
			? Object.keys(value)
			: typeof value === 'string'
				? value.split(',')
				: [];
	const names = (entries as unknown[]).flatMap((one) => {
		const written = isObject(one) ? pick(one, ['name', 'id', 'key']) : one;
		return typeof written === 'string' && written.trim() !== '' ? readName(reader, written.trim().slice(0, treeLimits.name), path) : [];
	});
	return [...new Set(names)];
}
