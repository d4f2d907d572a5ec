import type { Compiled } from '../../feel/compiled';
import type { Evaluation } from '../../feel/scope';
import { compileBoxed } from '../boxed/compile-boxed';
import type { Decision, DecisionModel, DecisionService, InputData, KnowledgeModel } from '../reading/decision-model';
import { collectNames } from './collect-names';
import { openStandardLanguage, type StandardLanguage } from './standard-language';

/** An element of a model that others can require. */
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
		/** By their names here. */
		readonly imports: Array<{ name: string; model: LoadedModel }>,
		evaluation: () => Evaluation,
	) {
		const importedNames = imports.flatMap(({ model }) => [...model.listNames()]);
		this.language = openStandardLanguage(source, importedNames, (name) => this.#findImportedType(name), evaluation);
		this.#elements = this.#listElements();
		this.#byId = new Map(this.#elements.map((entry) => [entry.element.id, entry]));
	}

	/** Names here and in what is imported. */
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
