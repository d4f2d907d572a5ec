import { TroupeError } from '../../core/base/errors';
import { evaluate, isMet, type FormScope, type Names } from './form-expressions';
import { isContainer, isDecoration, isList, type FormComponent } from './form-model';

export type Data = Record<string, unknown>;
export type Path = Array<string | number>;

export interface PlacedField {
	component: FormComponent;
	/** Path of its value in the form's data: names, and numbers of rows. */
	path: Path;
	names: Names;
	isHidden: boolean;
}

const maxFields = 10_000;

/** Lists the fields of a form in the order in which it shows them: those of each row of a list, after the list. */
export function placeFields(components: FormComponent[], names: Names, data: Data, scope: FormScope): PlacedField[] {
	const placed: PlacedField[] = [];
	const place = (inner: FormComponent[], path: Path, around: Pick<PlacedField, 'names' | 'isHidden'>): void => {
		for (const component of inner) {
			if (isDecoration(component)) continue;
			if (placed.length >= maxFields) throw tooMany();
			const isHidden = around.isHidden || isMet(component.conditional?.hide, scope, around.names);
			const field = { ...around, component, path: [...path, ...splitPath(component)], isHidden };
			if (!isContainer(component)) placed.push(field);
			else if (isList(component)) {
				placed.push(field);
				listRows(data, field.path).forEach((row, index) =>
					place(component.components ?? [], [...field.path, index], { isHidden, names: namesOfRow(around.names, row, index) }),
				);
			} else place(component.components ?? [], field.path, { ...around, isHidden });
		}
	};
	place(components, [], { names, isHidden: false });
	return placed;
}

const listRows = (data: Data, path: Path): unknown[] => {
	const rows = readPath(data, path);
	return Array.isArray(rows) ? rows : [];
};

/** form-js: `this` is the row, `parent` what is around it, `i` the numbers of the rows around, from one. */
function namesOfRow(around: Names, row: unknown, index: number): Names {
	const { data, ...place } = around;
	return { data, this: row, parent: { ...place, ...(around.this as Data) }, i: [...around.i, index + 1] };
}

/** The values with which a form-js form opens, in a copy of the variables. */
export function openData(
	components: FormComponent[],
	variables: Data,
	importField: (component: FormComponent, value: unknown) => unknown,
): Data {
	const data = structuredClone(variables);
	fillFields(components, [], data, importField);
	return data;
}

/** Fills fields in, with rows where lists have none. */
export function fillFields(
	components: FormComponent[],
	path: Path,
	data: Data,
	importField: (component: FormComponent, value: unknown) => unknown,
): void {
	let count = 0;
	const fill = (inner: FormComponent[], around: Path): void => {
		for (const component of inner) {
			if (isDecoration(component)) continue;
			if (++count > maxFields) throw tooMany();
			const own = [...around, ...splitPath(component)];
			if (!isContainer(component)) {
				if (component.key) writePath(data, own, importField(component, readPath(data, own)));
				continue;
			}
			if (!isList(component)) {
				fill(component.components ?? [], own);
				continue;
			}
			if (!component.path) continue;
			const rows = readPath(data, own);
			const list = Array.isArray(rows)
				? rows.map((row: unknown) => (isRecord(row) ? row : {}))
				: Array.from({ length: Math.min(component.defaultRepetitions ?? 1, maxFields) }, () => ({}));
			writePath(data, own, list);
			list.forEach((_, index) => fill(component.components ?? [], [...own, index]));
		}
	};
	fill(components, path);
}

const tooMany = (): TroupeError =>
	new TroupeError({
		code: 'INPUT_TOO_LARGE',
		message: `The form shows more than ${maxFields} fields.`,
		fix: 'Shorten its lists, or split the form.',
	});

/** Options that a choice offers now, as form-js reads them; undefined where its expression gives no list. */
export function listOptions({ component, names }: PlacedField, initial: Data, scope: FormScope): unknown[] | undefined {
	const { values, valuesKey, valuesExpression } = component;
	if (valuesKey !== undefined) return readOptions(initial[valuesKey]) ?? [];
	if (values !== undefined || !valuesExpression) return readOptions(values ?? unsetOptions) ?? [];
	return readOptions(evaluate(valuesExpression, scope, names) || []);
}

export function readOptions(list: unknown): unknown[] | undefined {
	if (!Array.isArray(list)) return undefined;
	return list.flatMap((option: unknown) => {
		if (isScalar(option)) return [option];
		if (!isRecord(option)) return [];
		const { label, value } = option;
		const isLabelled = typeof label === 'string' && label !== '' && ((isRecord(value) && Object.keys(value).length > 0) || isScalar(value));
		return isLabelled || isScalar(value) ? [value] : [];
	});
}

/** A choice that names no options has this one. */
export const unsetOptions = [{ label: 'Value', value: 'value' }];

const isScalar = (value: unknown): boolean =>
	['string', 'number', 'bigint', 'boolean'].includes(typeof value) && value !== '' && !Number.isNaN(value);

export function isSame(a: unknown, b: unknown): boolean {
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
	const names = Object.keys(a);
	const others = Object.keys(b);
	if (Array.isArray(a) !== Array.isArray(b) || names.length !== others.length) return false;
	return names.every((name) => Object.hasOwn(b, name) && isSame((a as Data)[name], (b as Data)[name]));
}

export const includes = (list: unknown[], value: unknown): boolean => list.some((one) => isSame(one, value));

export function readPath(data: unknown, path: Path): unknown {
	let value = data;
	for (const name of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		value = (value as Data)[name];
	}
	return value;
}

/** Sets a value, with the objects and lists around it where they are missing. */
export function writePath(data: Data, path: Path, value: unknown): void {
	let place: Data = data;
	path.slice(0, -1).forEach((name, index) => {
		const inner = Object.hasOwn(place, name) ? place[name] : undefined;
		if (typeof inner !== 'object' || inner === null) set(place, name, Number.isNaN(Number(path[index + 1])) ? {} : []);
		place = place[name] as Data;
	});
	set(place, path.at(-1)!, value);
}

/** Removes a value and its emptied parents. */
export function removePath(data: Data, path: Path): void {
	for (let length = path.length; length > 0; length--) {
		const holder = readPath(data, path.slice(0, length - 1)) as Data | undefined;
		if (typeof holder !== 'object' || holder === null) continue;
		delete holder[path[length - 1]!];
		if (Object.keys(holder).length > 0) return;
	}
}

/** A key such as `__proto__` is a key like any other. */
const set = (place: Data, name: string | number, value: unknown): void =>
	void Object.defineProperty(place, name, { value, enumerable: true, configurable: true, writable: true });

export const splitPath = (component: FormComponent): string[] => {
	const own = isContainer(component) ? component.path : component.key;
	return own ? own.split('.') : [];
};

export const isRecord = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
