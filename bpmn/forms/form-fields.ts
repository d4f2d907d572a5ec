import type { Feel } from '../feel/feel-port';
import { isContainer, isDecoration, type FormComponent, type FormModel } from './form-model';

type Data = Record<string, unknown>;

/** A field where a form shows it. */
export interface PlacedField {
	component: FormComponent;
	/** Path of its value in the form's data: names, and numbers of rows. */
	path: Array<string | number>;
	/** The row of a list that it is in, innermost. */
	row?: Row;
	isHidden: boolean;
}

interface Row {
	path: Array<string | number>;
	index: number;
	parent?: Row;
}

export interface FormScope {
	feel: Feel;
	data: Data;
	now: () => number;
}

/** Lists the fields of a form in the order in which it shows them, those of each row of a list after another. */
export function listFields(form: FormModel, scope: FormScope): PlacedField[] {
	return place(form.components, { path: [], isHidden: false }, scope);
}

interface Around {
	path: Array<string | number>;
	row?: Row;
	isHidden: boolean;
}

function place(components: FormComponent[], { path, row, isHidden: hidden }: Around, scope: FormScope): PlacedField[] {
	return components
		.filter((component) => !isDecoration(component))
		.flatMap((component) => {
			const isHidden = hidden || evaluateFlag(component.conditional?.hide, scope, row);
			if (!isContainer(component)) return [{ component, path: [...path, ...split(component.key)], row, isHidden }];
			const inner = [...path, ...split(component.path)];
			const children = component.components ?? [];
			if (component.type !== 'dynamiclist') return place(children, { path: inner, row, isHidden }, scope);
			const rows = readPath(scope.data, inner);
			return Array.from({ length: Array.isArray(rows) ? rows.length : 0 }, (_, index) =>
				place(children, { path: [...inner, index], row: { path: [...inner, index], index, parent: row }, isHidden }, scope),
			).flat();
		});
}

/** Lists the dynamic lists that are not in another one, each with the number of rows with which it opens. */
export function listLists(components: FormComponent[], path: string[] = []): Array<{ path: string[]; rows: number }> {
	return components.filter(isContainer).flatMap((component) => {
		const inner = [...path, ...split(component.path)];
		if (component.type === 'dynamiclist') return [{ path: inner, rows: component.defaultRepetitions ?? 1 }];
		return listLists(component.components ?? [], inner);
	});
}

/** Evaluates an expression of a form. Every other value is its own result. */
export function evaluate(value: unknown, { feel, data, now }: FormScope, row?: Row): unknown {
	if (typeof value !== 'string' || !value.startsWith('=')) return value;
	return feel.evaluate(value.slice(1), { now, lookUp: (name) => lookUp(data, name, row) }).value;
}

export const evaluateFlag = (value: unknown, scope: FormScope, row?: Row): boolean => evaluate(value, scope, row) === true;

/** Names of form-js: in a row of a list its own fields come first; `this` is the row, `parent` what is around it, `i` its number from one. */
function lookUp(data: Data, name: string, row: Row | undefined): unknown {
	if (row) {
		const own = readPath(data, row.path) as Data | undefined;
		if (name === 'this') return own;
		if (name === 'parent') return row.parent ? readPath(data, row.parent.path) : data;
		if (name === 'i') return row.index + 1;
		if (own && Object.hasOwn(own, name)) return own[name];
		return lookUp(data, name, row.parent);
	}
	return Object.hasOwn(data, name) ? data[name] : undefined;
}

export function readPath(data: unknown, path: Array<string | number>): unknown {
	let value = data;
	for (const name of path) {
		if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
		value = (value as Data)[name];
	}
	return value;
}

/** Sets a value, with the objects and lists around it where they are missing. */
export function writePath(data: Data, path: Array<string | number>, value: unknown): void {
	let place: Data = data;
	path.slice(0, -1).forEach((name, index) => {
		const inner = Object.hasOwn(place, name) ? place[name] : undefined;
		if (typeof inner !== 'object' || inner === null) set(place, name, typeof path[index + 1] === 'number' ? [] : {});
		place = place[name] as Data;
	});
	set(place, path.at(-1)!, value);
}

/** A key such as `__proto__` is a key like any other. */
const set = (place: Data, name: string | number, value: unknown): void =>
	void Object.defineProperty(place, name, { value, enumerable: true, configurable: true, writable: true });

const split = (key: string | undefined): string[] => (key === undefined || key === '' ? [] : key.split('.'));
