import { isVariable } from '../../tree/limits';
import type { Field } from '../../tree/plan-tree';
import { takeName, toVariable } from '../../tree/read/names';
import { typeOfField, type ValueType } from '../../tree/check/infer-type';
import { NoFeel, type Written } from './written';

type Known = Partial<Pick<Field, 'type' | 'label' | 'options' | 'required' | 'description'>>;

/** The variables of a plan that is made of a workflow, by the node that sets them. */
export class Variables {
	readonly #taken = new Set<string>();
	readonly #fields = new Map<string, Map<string, Field>>();
	readonly #byName = new Map<string, Field>();
	/** Types of variables that are not suppositions. */
	readonly #types = new Map<string, ValueType>();
	readonly #shared = new Map<string, Field>();

	/** Returns the variable for a field of a node's output, with a name that no other has. */
	field(node: string, key: string, known: Known = {}, name = key): Field {
		const fields = this.#of(node);
		const existing = fields.get(key);
		if (existing) return existing;
		const free = takeName(toVariable(name), this.#taken, '');
		const field: Field = {
			name: free,
			type: known.type ?? 'text',
			...known,
			...(free !== key && known.label === undefined && name === key && { label: key }),
		};
		this.#byName.set(free, field);
		if (known.type !== undefined || known.options !== undefined) this.#types.set(free, typeOfField(field.type));
		fields.set(key, field);
		return field;
	}

	/** Returns the variable of exactly this name, as an agent or another process calls it. @throws NoFeel where another node has it */
	exact(node: string, name: string): Field {
		const existing = this.find(node, name);
		if (existing) return existing;
		if (!isVariable(name) || this.#taken.has(name)) throw new NoFeel('taken', name);
		return this.field(node, name);
	}

	/** Returns the variable of exactly this name, which several steps of a plan may set. @throws NoFeel where it cannot have the name */
	shared(node: string, name: string): Field {
		const field = this.#shared.get(name) ?? this.exact(node, name);
		this.#shared.set(name, field);
		this.#of(node).set(name, field);
		return field;
	}

	/** Takes a name for the entry of a list. */
	take(name: string): string {
		return takeName(toVariable(name), this.#taken, '');
	}

	listFields(node: string): Field[] {
		return [...this.#of(node).values()];
	}

	find(node: string, key: string): Field | undefined {
		return this.#of(node).get(key);
	}

	/** Gives a variable the type as which it is used first. @throws NoFeel where it is used as another */
	note({ feel, isPath }: Written, type: ValueType): void {
		const field = isPath ? this.#byName.get(feel) : undefined;
		if (!field || type === 'null' || type === 'unknown') return;
		const known = this.#types.get(feel);
		if (known === undefined) {
			field.type = type === 'time' ? 'date' : type;
			this.#types.set(feel, type);
		} else if (known !== type && type !== 'time' && known !== 'time') throw new NoFeel('types', feel);
	}

	#of(node: string): Map<string, Field> {
		const fields = this.#fields.get(node) ?? new Map<string, Field>();
		this.#fields.set(node, fields);
		return fields;
	}
}
