import { TroupeError } from '../../core/base/errors';
import { Scope, type Evaluation } from '../../bpmn/feel/scope';
import { coerce, fromJson, type Type } from '../../bpmn/feel/standard/types';
import { describe, emptyContext, FunctionValue, isContext, type Context } from '../../bpmn/feel/values';
import type { Decision, DecisionService, InputData, KnowledgeModel } from '../reading/decision-model';
import type { Element, LoadedModel } from './decision-library';

/** One evaluation of a model with its input. Each decision is evaluated once. */
export class DecisionRun {
	readonly #values = new Map<object, unknown>();
	readonly #running = new Set<object>();

	constructor(
		private readonly evaluation: Evaluation,
		/** As FEEL values; contexts of imported models are under their names. */
		private readonly input: Context,
		/** Values of elements that are given and not evaluated. */
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

	#readInput(model: LoadedModel, { name, typeRef }: InputData, importName?: string): unknown {
		const holder = importName === undefined ? undefined : this.input[importName];
		const value = (isContext(holder) ? holder[name] : undefined) ?? this.input[name] ?? null;
		return this.#convertInput(value, model.language.types.typeOf(typeRef), name);
	}

	#convertInput(value: unknown, type: Type, name: string): unknown {
		const converted = coerce(fromJson(value, type), type);
		if (converted !== undefined) return converted;
		return this.evaluation.warn('INVALID_TYPE', `'${describe(value)}' is not of the type of '${name}'`);
	}

	#evaluateDecision(model: LoadedModel, decision: Decision): unknown {
		const logic = model.compileLogic(decision);
		const scope = this.#scopeOf(model, [...decision.requires, ...decision.calls]);
		return model.language.convert(logic(scope), decision.typeRef, scope);
	}

	/** What the element requires, by its names; what is imported is in a context of the name of the import. */
	#scopeOf(model: LoadedModel, requirements: string[]): Scope {
		const names = emptyContext();
		for (const href of requirements) {
			const found = model.resolve(href);
			if (!found) continue;
			const value = this.valueOf(found, found.importName);
			const { importName } = found;
			if (importName === undefined || importName === '') names[found.element.name] = value;
			else ((names[importName] ??= emptyContext()) as Context)[found.element.name] = value;
		}
		return new Scope(this.evaluation, names);
	}

	/** A function sees itself, so that it can call itself. */
	#createFunction(model: LoadedModel, knowledge: KnowledgeModel): unknown {
		const { logic } = knowledge;
		if (!logic) return null;
		const own = emptyContext();
		const scope = new Scope(this.evaluation, own, this.#scopeOf(model, knowledge.calls));
		const body = model.compileLogic(knowledge);
		const resultType = logic.typeRef ?? this.#resultType(model, knowledge.typeRef);
		return (own[knowledge.name] = model.language.createFunction(scope, logic.parameters, body, resultType));
	}

	/** The type of a knowledge model is that of its function or, as many tools write it, of the result. */
	#resultType(model: LoadedModel, typeRef: string | undefined): string | undefined {
		return model.language.types.typeOf(typeRef).kind === 'function' ? undefined : typeRef;
	}

	#createService(model: LoadedModel, service: DecisionService): FunctionValue {
		const parameters = [...service.inputs, ...service.inputDecisions].map((href) => model.resolve(href)).filter((element) => element !== undefined);
		const names = parameters.map(({ element }) => element.name);
		return new FunctionValue(names, (values) => {
			this.evaluation.step();
			const given: Array<[object, unknown]> = [];
			for (const [index, parameter] of parameters.entries()) {
				const { typeRef } = parameter.element as InputData;
				const type = parameter.model.language.types.typeOf(typeRef);
				given.push([parameter.element, this.#convertInput(values[index] ?? null, type, parameter.element.name)]);
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
		const resultType = this.#resultType(model, service.typeRef);
		return model.language.convert(result, resultType, new Scope(this.evaluation));
	}
}

const cyclic = (model: LoadedModel, name: string): TroupeError =>
	new TroupeError({
		code: 'DECISION_INVALID',
		message: `${model.source.file}: decision "${name}" requires itself.`,
		fix: 'Remove one of the requirements of the cycle.',
	});
