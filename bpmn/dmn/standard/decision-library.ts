import type { Compiled } from '../../feel/compiled';
import type { Evaluation } from '../../feel/scope';
import { Scope } from '../../feel/scope';
import { call, createFunction } from '../../feel/standard/compile-call';
import { matches } from '../../feel/standard/compile-tests';
import { normalizeName } from '../../feel/standard/name-table';
import { openStandardFeel } from '../../feel/standard/standard-feel';
import { anyType, coerce, conforms, findBuiltInType } from '../../feel/standard/types';
import type { Type } from '../../feel/standard/types';
import { FunctionValue, describe, emptyContext, named } from '../../feel/values';
import { compileBoxed } from '../boxed/compile-boxed';
import { compileAt } from '../boxed/place';
import type { Place } from '../boxed/place';
import type { Language } from '../boxed/language';
import type { Decision, DecisionModel, DecisionService, InputData, KnowledgeModel, TypeDefinition } from '../reading/decision-model';

type Allows = (tests: string) => (value: unknown) => boolean;

/** The types that a model defines and imports, resolved when they are first used. */
class ItemTypes {
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

export type Element =
	| { kind: 'input'; model: LoadedModel; element: InputData }
	| { kind: 'decision'; model: LoadedModel; element: Decision }
	| { kind: 'knowledge'; model: LoadedModel; element: KnowledgeModel }
	| { kind: 'service'; model: LoadedModel; element: DecisionService };

/** A model with the models that it imports, whose logic is compiled when it is first used. */
export class LoadedModel {
	readonly language: StandardLanguage;
	readonly #elements: Element[];
	readonly #byId: Map<string, Element>;
	readonly #compiled = new Map<object, Compiled>();

	constructor(
		readonly source: DecisionModel,
		readonly imports: Array<{ name: string; model: LoadedModel }>,
		evaluation: () => Evaluation,
	) {
		const importedNames = imports.flatMap(({ model }) => [...model.listNames()]);
		this.language = openStandardLanguage(source, importedNames, (name) => this.#findImportedType(name), evaluation);
		this.#elements = this.#listElements();
		this.#byId = new Map(this.#elements.map((entry) => [entry.element.id, entry]));
	}

	listNames(): Set<string> {
		return new Set([...collectNames(this.source), ...this.imports.flatMap(({ model }) => [...model.listNames()])]);
	}

	/** Finds the element that a requirement refers to: an id of this model, or namespace and id of another. */
	resolve(href: string): (Element & { importName?: string }) | undefined {
		const [namespace, id] = href.includes('#') ? [href.slice(0, href.lastIndexOf('#')), href.slice(href.lastIndexOf('#') + 1)] : ['', href];
		if (namespace === '' || namespace === this.source.namespace) return this.#byId.get(id);
		const imported = this.imports.find(({ model }) => model.source.namespace === namespace);
		const found = imported && imported.model.#byId.get(id);
		return found && { ...found, importName: imported.name };
	}

	/** Finds an element that can be evaluated: a decision, service or knowledge model, by name or id; that of an import by `import.name`. */
	findInvocable(nameOrId: string): Element | undefined {
		const invocable = this.#elements.filter(({ kind }) => kind !== 'input');
		const own = invocable.find(({ element }) => element.name === nameOrId) ?? invocable.find(({ element }) => element.id === nameOrId);
		return own ?? this.#findImported(nameOrId);
	}

	/** @throws TroupeError DECISION_INVALID with the place of an expression that is not FEEL */
	compileLogic(element: Decision | KnowledgeModel): Compiled {
		const known = this.#compiled.get(element);
		if (known) return known;
		const boxed = element.logic?.kind === 'function' && !('requires' in element) ? element.logic.body : element.logic;
		const compiled = compileBoxed(boxed, this.language, { file: this.source.file, element: `decision "${element.name}"`, path: [] });
		this.#compiled.set(element, compiled);
		return compiled;
	}

	#listElements(): Element[] {
		const { inputs, decisions, knowledge, services } = this.source;
		return [
			...inputs.map((element) => ({ kind: 'input' as const, model: this, element })),
			...decisions.map((element) => ({ kind: 'decision' as const, model: this, element })),
			...knowledge.map((element) => ({ kind: 'knowledge' as const, model: this, element })),
			...services.map((element) => ({ kind: 'service' as const, model: this, element })),
		];
	}

	#findImported(name: string): Element | undefined {
		for (const { name: prefix, model } of this.imports) {
			const found = name.startsWith(`${prefix}.`) ? model.findInvocable(name.slice(prefix.length + 1)) : undefined;
			if (found) return found;
		}
		return undefined;
	}

	#findImportedType(name: string) {
		for (const { name: prefix, model } of this.imports) {
			const local = prefix === '' ? name : name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : undefined;
			const type = local === undefined ? undefined : model.language.types.find(local);
			if (type) return type;
		}
		return undefined;
	}
}

/** FEEL as DMN 1.5 defines it, with the names and types of one model. */
interface StandardLanguage extends Language {
	types: ItemTypes;
}

/**
 * @param evaluation the running one, in which allowed values are tested
 * @param findImported the types of other models, by `import.type`
 */
function openStandardLanguage(
	model: DecisionModel,
	importedNames: string[],
	findImported: (name: string) => Type | undefined,
	evaluation: () => Evaluation,
): StandardLanguage {
	const types = new ItemTypes(model.types, findImported, (tests) => {
		const place: Place = { file: model.file, element: 'an item definition', path: ['allowed values'] };
		const compiled = compileAt(place, tests, (text) => feel.unaryTests(text));
		return (value) => compiled(new Scope(evaluation(), named('?', value))) === true;
	});
	const feel = openStandardFeel([...collectNames(model), ...importedNames], types.find);
	return {
		types,
		expression: feel.expression,
		unaryTests: feel.unaryTests,
		withInput: (scope, value) => scope.with(named('?', value)),
		withNames: (scope, names) => scope.with(names),
		convert(value, typeRef, scope) {
			if (typeRef === undefined) return value;
			const converted = coerce(value, types.typeOf(typeRef));
			return converted === undefined ? scope.evaluation.warn('INVALID_TYPE', `'${describe(value)}' is not of type ${typeRef}`) : converted;
		},
		createFunction(scope, parameters, body, resultType) {
			const names = parameters.map(({ name }) => name);
			return createFunction(
				scope,
				names,
				parameters.map(({ typeRef }) => types.typeOf(typeRef)),
				body,
				types.typeOf(resultType),
			);
		},
		callee(text) {
			const callee = feel.expression(text);
			return (scope, values) => {
				const target = callee(scope);
				if (target instanceof FunctionValue) return call(scope, target, values);
				return scope.evaluation.warn('NO_FUNCTION_FOUND', `'${describe(target)}' is not a function`);
			};
		},
		toResult,
		checksInputs: true,
		listsDefaults: true,
		allowedValues: (typeRef) => types.allowedValues(typeRef),
		matches: (value, expected) => matches(value, expected) === true,
		aggregatesNumbersOnly: false,
		violate: (scope, message) => scope.evaluation.warn('HIT_POLICY', message),
	};
}

/** Returns the value of a single output, and a context of several. */
function toResult(cells: Array<[name: string, value: unknown]>): unknown {
	if (cells.length === 1) return cells[0]![1] ?? null;
	const context = emptyContext();
	for (const [name, value] of cells) context[name] = value ?? null;
	return context;
}

/** Every name that an expression of the model can use: FEEL reads names with spaces and operators only when it knows them. */
function collectNames(model: DecisionModel): Set<string> {
	const names = new Set<string>();
	collect({ ...model, name: undefined, id: undefined, file: undefined }, names);
	return names;
}

/** In plain data `name`, `label` of an output and `variable` of an iteration are names, wherever they stand. */
function collect(part: unknown, names: Set<string>): void {
	if (typeof part !== 'object' || part === null) return;
	for (const [key, value] of Object.entries(part)) {
		if ((key === 'name' || key === 'variable') && typeof value === 'string') names.add(value);
		else collect(value, names);
	}
}
