import { TroupeError } from '../../../core/base/errors';
import type { Compiled } from '../../feel/compiled';
import { Scope, type Evaluation } from '../../feel/scope';
import { createFunction } from '../../feel/standard/compile-call';
import { anyType, coerce, fromJson, type Type } from '../../feel/standard/types';
import { describe, emptyContext, FunctionValue, getEntry, isContext, type Context } from '../../feel/values';
import type { Decision, DecisionService, InputData, KnowledgeModel } from '../reading/decision-model';
import type { Element, LoadedModel } from './decision-library';

/** Each decision is evaluated once. */
export class DecisionRun {
	readonly #values = new Map<object, unknown>();
	readonly #running = new Set<object>();

	constructor(
		private readonly evaluation: Evaluation,
		/** As FEEL values; contexts of imported models are under their names. */
		private readonly input: Context,
		given: Iterable<[object, unknown]> = [],
	) {
		for (const [element, value] of given) this.#values.set(element, value);
	}

	/** The value of a decision or of input data, a function for knowledge models and services. @throws TroupeError */
	valueOf({ kind, model, element }: Element, importName?: string): unknown {
		if (this.#values.has(element)) return this.#values.get(element);
		if (this.#running.has(element)) throw cyclic(model, element.name);
		this.#running.add(element);
		const value = this.#evaluate({ kind, model, element } as Element, importName);
		this.#running.delete(element);
		this.#values.set(element, value);
		return value;
	}

	#evaluate({ kind, model, element }: Element, importName?: string): unknown {
		switch (kind) {
			case 'input':
				return this.#readInput(model, element, importName);
			case 'decision':
				return this.#evaluateDecision(model, element);
			case 'knowledge':
				return this.#createFunction(model, element);
			case 'service':
				return this.#createService(model, element);
		}
	}

	#readInput(model: LoadedModel, input: InputData, importName?: string): unknown {
		const holder = importName === undefined ? undefined : this.input[importName];
		const holders = [...(isContext(holder) ? [holder] : []), this.input];
		const given = holders.flatMap((context) => namesOf(input).map((name) => getEntry(context, name)));
		const value = given.find((one) => one !== undefined && one !== null) ?? null;
		return this.#convertInput(value, model.language.types.typeOf(input.typeRef), input.name);
	}

	#convertInput(value: unknown, type: Type, name: string): unknown {
		const converted = coerce(fromJson(value, type), type);
		if (converted !== undefined) return converted;
		return this.#warnOfType(value, name);
	}

	#warnOfType(value: unknown, name: string): null {
		return this.evaluation.warn('INVALID_TYPE', `'${describe(value)}' is not of the type of '${name}'`);
	}

	#evaluateDecision(model: LoadedModel, decision: Decision): unknown {
		const logic = model.compileLogic(decision);
		const scope = this.#scopeOf(model, [...decision.requires, ...decision.calls]);
		return model.language.convert(logic(scope), decision.typeRef, scope);
	}

	/** Returns the values that the element requires, by their names; imported ones are in a context with the name of the import. */
	#scopeOf(model: LoadedModel, requirements: string[]): Scope {
		const names = emptyContext();
		for (const href of requirements) {
			const found = model.resolve(href);
			if (!found) continue;
			const value = this.valueOf(found, found.importName);
			const { importName } = found;
			const holder = importName === undefined || importName === '' ? names : ((names[importName] ??= emptyContext()) as Context);
			for (const name of namesOf(found.element)) holder[name] = value;
		}
		return new Scope(this.evaluation, names);
	}

	/** A function sees itself: it can call itself. */
	#createFunction(model: LoadedModel, knowledge: KnowledgeModel): unknown {
		const { logic } = knowledge;
		if (!logic) return null;
		const own = emptyContext();
		const scope = new Scope(this.evaluation, own, this.#scopeOf(model, knowledge.calls));
		const body = model.compileLogic(knowledge);
		const { types } = model.language;
		const names = logic.parameters.map(({ name }) => name);
		const parameterTypes = logic.parameters.map(({ typeRef }) => types.typeOf(typeRef));
		const typed: Compiled = (inner) => model.language.convert(body(inner), logic.typeRef, inner);
		return (own[knowledge.name] = createFunction(scope, names, parameterTypes, typed, resultOf(types.typeOf(knowledge.typeRef))));
	}

	#createService(model: LoadedModel, service: DecisionService): FunctionValue {
		const parameters = [...service.inputs, ...service.inputDecisions]
			.map((href) => model.resolve(href))
			.filter((element) => element !== undefined);
		const names = parameters.map(({ element }) => element.name);
		return new FunctionValue(names, (values) => {
			this.evaluation.step();
			const given: Array<[object, unknown]> = [];
			for (const [index, { model: owner, element }] of parameters.entries()) {
				const value = coerce(values[index] ?? null, owner.language.types.typeOf(element.typeRef));
				if (value === undefined) return this.#warnOfType(values[index], element.name);
				given.push([element, value]);
			}
			return this.evaluation.nested(() => this.#runService(model, service, given));
		});
	}

	/** Sees its own input only. Several results are a context. */
	#runService(model: LoadedModel, service: DecisionService, given: Array<[object, unknown]>): unknown {
		const run = new DecisionRun(this.evaluation, emptyContext(), given);
		const outputs = service.outputs.map((href) => model.resolve(href)).filter((element) => element !== undefined);
		const results = emptyContext();
		for (const output of outputs) results[output.element.name] = run.valueOf(output);
		const result = outputs.length === 1 ? results[outputs[0]!.element.name] : results;
		const converted = coerce(result, resultOf(model.language.types.typeOf(service.typeRef)));
		return converted === undefined ? this.#warnOfType(result, service.name) : converted;
	}
}

/** The type of a knowledge model or service is that of the function or, as many tools write it, of its result. */
const resultOf = (type: Type): Type => (type.kind === 'function' ? (type.result ?? anyType) : type);

/** DMN has one name for an element and its variable; modelers allow two. */
const namesOf = (element: { name: string; variable?: string }): string[] =>
	element.variable === undefined || element.variable === element.name ? [element.name] : [element.name, element.variable];

const cyclic = (model: LoadedModel, name: string): TroupeError =>
	new TroupeError({
		code: 'DECISION_INVALID',
		message: `${model.source.file}: decision "${name}" requires itself.`,
		fix: 'Remove one of the requirements of the cycle.',
	});
