import { kindOf } from './field-kinds';
import { compute, isExpression, isMet, type FormScope } from './form-expressions';
import { fillFields, isSame, listOptions, openData, placeFields, readOptions, readPath, removePath, unsetOptions } from './form-fields';
import { writePath, type Data, type Path, type PlacedField } from './form-fields';
import { isContainer, isList, type FormComponent, type FormModel } from './form-model';

const maxRounds = 1_000;

/** A form as a person sees it in Tasklist. What depends on other fields follows them, as form-js has it. */
export class ShownForm {
	readonly #components: FormComponent[];
	readonly #scope: FormScope;
	/** The values with which the form opened, the variables included. */
	readonly #initial: Data;
	#data: Data;
	/** Fields that have been shown since they appeared. */
	#shown = new Set<string>();
	/** Fields computed since a person's last change: form-js computes each once, which ends cycles. */
	#computed = new Set<string>();
	#fields: PlacedField[] = [];

	constructor({ components }: FormModel, variables: Data, scope: FormScope) {
		this.#components = components;
		this.#scope = scope;
		const importField = (component: FormComponent, value: unknown): unknown => {
			const { valuesExpression, valuesKey, values = unsetOptions } = component;
			const options = valuesExpression ? undefined : readOptions(valuesKey ? variables[valuesKey] : values);
			if (value !== undefined) return kindOf(component).import(value, component, options);
			return component.defaultValue === undefined ? kindOf(component).empty : component.defaultValue;
		};
		this.#importField = importField;
		this.#data = openData(components, variables, importField);
		this.#initial = structuredClone(this.#data);
		this.#settle();
	}

	readonly #importField: (component: FormComponent, value: unknown) => unknown;

	/** The fields and lists, hidden ones too, in the order in which the form shows them. */
	get fields(): PlacedField[] {
		return this.#fields;
	}

	read(path: Path): unknown {
		return readPath(this.#data, path);
	}

	options(field: PlacedField): unknown[] {
		return listOptions(field, this.#initial, this.#scope) ?? [];
	}

	isReadOnly({ component: { readonly }, names }: PlacedField): boolean {
		return isExpression(readonly) ? isMet(readonly, this.#scope, names) : Boolean(readonly);
	}

	enter(entered: Data): void {
		if (this.#fitRows(this.#components, [], entered)) {
			this.#computed.clear();
			this.#settle();
		}
		for (let round = 0; round < maxRounds; round++) {
			const open = this.#fields.filter((field) => {
				const value = readPath(entered, field.path);
				return (
					!isContainer(field.component) &&
					value !== undefined &&
					this.#takes(field) &&
					!isSame(this.read(field.path), toValue(field, value))
				);
			});
			const isNew = open.some(({ path }) => !this.#entered.has(JSON.stringify(path)));
			if (!isNew) return;
			for (const field of open) {
				this.#entered.add(JSON.stringify(field.path));
				writePath(this.#data, field.path, toValue(field, readPath(entered, field.path)));
			}
			this.#computed.clear();
			this.#settle();
		}
	}

	readonly #entered = new Set<string>();

	submit(): void {
		const results = this.#fields
			.filter((field) => isComputed(field, 'presubmit') && this.#takes(field))
			.map((field) => ({ field, value: compute(field.component.expression, this.#scope, field.names) }));
		for (const { field, value } of results) writePath(this.#data, field.path, value);
	}

	#takes(field: PlacedField): boolean {
		return !field.isHidden && field.path.length > 0 && !field.component.disabled && !this.isReadOnly(field);
	}

	#fitRows(components: FormComponent[], around: Path, entered: Data): boolean {
		let isChanged = false;
		for (const component of components.filter(isContainer)) {
			const path = [...around, ...(component.path ? component.path.split('.') : [])];
			const inner = component.components ?? [];
			if (!isList(component)) {
				isChanged = this.#fitRows(inner, path, entered) || isChanged;
				continue;
			}
			const rows = this.read(path);
			const wanted = readPath(entered, path);
			if (!Array.isArray(rows)) continue;
			if (Array.isArray(wanted) && rows.length !== wanted.length) {
				isChanged = true;
				rows.length = Math.min(rows.length, wanted.length);
				while (rows.length < wanted.length) {
					rows.push({});
					fillFields(inner, [...path, rows.length - 1], this.#data, this.#importField);
				}
			}
			for (const index of rows.keys()) isChanged = this.#fitRows(inner, [...path, index], entered) || isChanged;
		}
		return isChanged;
	}

	/** Lets the fields follow each other until nothing changes. */
	#settle(): void {
		for (let round = 0; round < maxRounds; round++) {
			const names = { data: this.#readVisible(), parent: null, i: [] };
			this.#fields = placeFields(this.#components, { ...names, this: names.data }, this.#data, this.#scope);
			if (!this.#react()) return;
		}
	}

	/** Values as other fields see them. A hidden field has its first value. */
	#readVisible(): Data {
		const data = structuredClone(this.#data);
		const names = { data: this.#data, this: this.#data, parent: null, i: [] };
		const hidden = placeFields(this.#components, names, this.#data, this.#scope).filter(
			({ isHidden, path }) => isHidden && path.length > 0,
		);
		// From the end: a list keeps the numbers of its rows.
		for (const { path } of hidden.toReversed()) removePath(data, path);
		return { ...this.#initial, ...data };
	}

	#react(): boolean {
		const fields = this.#fields.filter(({ component, isHidden, path }) => !isHidden && !isContainer(component) && path.length > 0);
		const changes = fields.flatMap((field) => {
			const key = JSON.stringify(field.path);
			const before = this.read(field.path);
			const after = this.#takes(field) ? this.#follow(field, key, before) : before;
			return isSame(before, after) ? [] : [{ field, key, after }];
		});
		const keys = new Set(fields.map(({ path }) => JSON.stringify(path)));
		this.#shown = keys;
		this.#computed = new Set([...this.#computed].filter((key) => keys.has(key)));
		for (const { field, key, after } of changes) {
			writePath(this.#data, field.path, after);
			if (isComputed(field, 'change')) this.#computed.add(key);
			else this.#computed.clear();
		}
		return changes.length > 0;
	}

	#follow(field: PlacedField, key: string, value: unknown): unknown {
		const { component, names } = field;
		if (isComputed(field, 'change')) return this.#computed.has(key) ? value : compute(component.expression, this.#scope, names);
		const kind = kindOf(component);
		if (kind.show && !this.#shown.has(key)) return kind.show(value, component, this.#scope.now());
		if (!kind.correct) return value;
		const options = listOptions(field, this.#initial, this.#scope);
		return options ? kind.correct(value, options) : value;
	}
}

/** Clearing a field is entering its empty value. */
const toValue = ({ component }: PlacedField, value: unknown): unknown => value ?? kindOf(component).empty;

const isComputed = ({ component }: PlacedField, when: string): boolean =>
	component.type === 'expression' && (component.computeOn ?? 'change') === when;
