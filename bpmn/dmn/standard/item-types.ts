import { anyType, conforms, findBuiltInType, type Type } from '../../feel/standard/types';
import { normalizeName } from '../../feel/standard/name-table';
import type { TypeDefinition } from '../reading/decision-model';

/** Tells whether a value passes unary tests. */
export type Allows = (tests: string) => (value: unknown) => boolean;

/** The types that a model defines and imports, resolved when they are first used. */
export class ItemTypes {
	readonly #definitions: Map<string, TypeDefinition>;
	readonly #resolved = new Map<string, Type>();

	constructor(
		definitions: TypeDefinition[],
		private readonly findImported: (name: string) => Type | undefined,
		private readonly allows: Allows,
	) {
		this.#definitions = new Map(definitions.map((definition) => [definition.name, definition]));
	}

	/** The type of that name; any type where none is named or the name is unknown. */
	typeOf(typeRef: string | undefined): Type {
		return (typeRef === undefined ? undefined : this.find(typeRef)) ?? anyType;
	}

	readonly find = (typeRef: string): Type | undefined => {
		const name = normalizeName(typeRef);
		const known = this.#resolved.get(name);
		if (known) return known;
		const definition = this.#definitions.get(name);
		if (!definition) return findBuiltInType(name) ?? this.findImported(name) ?? this.#findWithPrefix(name);
		return this.#resolve(name, definition);
	};

	/** The text of the allowed values, where the type lists them. */
	allowedValues(typeRef: string | undefined): string | undefined {
		const definition = typeRef === undefined ? undefined : this.#definitions.get(normalizeName(typeRef));
		return definition && (definition.allowedValues ?? this.allowedValues(definition.typeRef));
	}

	/** DMN 1.1 writes types with a prefix of XML. */
	#findWithPrefix(name: string): Type | undefined {
		const local = /^[\w-]+:(.+)$/.exec(name)?.[1];
		return local === undefined ? undefined : this.find(local);
	}

	/** A type can contain itself: it is known before its parts are. */
	#resolve(name: string, definition: TypeDefinition): Type {
		const self: { type: Type } = { type: anyType };
		const reference: Type = { kind: 'restricted', base: anyType, allows: (value) => conforms(value, self.type) };
		this.#resolved.set(name, reference);
		self.type = this.#build(definition);
		this.#resolved.set(name, self.type);
		return self.type;
	}

	#build(definition: TypeDefinition): Type {
		const { typeRef, isCollection, allowedValues, constraint } = definition;
		const base = this.#buildBase(definition);
		const isList = !isCollection && typeRef !== undefined && base.kind === 'list' && allowedValues !== undefined;
		const item = isList ? { ...base, item: this.#restrict(base.item, allowedValues) } : this.#restrict(base, allowedValues);
		return this.#restrict(isCollection ? { kind: 'list', item } : item, constraint);
	}

	#buildBase({ typeRef, components, function: signature }: TypeDefinition): Type {
		if (signature) {
			const parameters = signature.parameters.map((parameter) => this.typeOf(parameter.typeRef));
			return { kind: 'function', parameters, result: this.typeOf(signature.result) };
		}
		if (components.length === 0) return this.typeOf(typeRef);
		return { kind: 'context', entries: new Map(components.map((component) => [component.name, this.#build(component)])) };
	}

	#restrict(base: Type, tests: string | undefined): Type {
		if (tests === undefined) return base;
		let allows: ((value: unknown) => boolean) | undefined;
		return { kind: 'restricted', base, allows: (value) => (allows ??= this.allows(tests))(value) };
	}
}
