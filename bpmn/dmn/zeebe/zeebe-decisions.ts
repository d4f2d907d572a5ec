import { getErrorMessage } from '../../../core/base/errors';
import { compile } from '../../feel/compile';
import { withInput } from '../../feel/compile-unary';
import type { Compiled } from '../../feel/compiled';
import { TooLarge, withinBudget } from '../../feel/evaluation-budget';
import type { FeelHost } from '../../feel/feel-port';
import { parseExpression, parseUnaryTests } from '../../feel/parser';
import { Evaluation, FeelFailure, readLikeZeebe, Scope } from '../../feel/scope';
import { emptyContext, equals, functionsOf, FunctionValue, toJson, type Context } from '../../feel/values';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { ZeebeVersion } from '../../zeebe-version';
import { compileBoxed } from '../boxed/compile-boxed';
import type { Language, TableAudit } from '../boxed/language';
import type { Decision, DecisionModel, KnowledgeModel } from '../reading/decision-model';
import { findDecisionProblems, type DecisionProblem } from './check-decisions';

/** FEEL as a version of Zeebe evaluates it in decisions. It takes no notice of types. */
const openZeebeLanguage = (version: ZeebeVersion): Language => ({
	expression: (text) => compile(parseExpression(text, version)),
	unaryTests: (text) => compile(parseUnaryTests(text, version)),
	withInput,
	withNames: (scope, names) => scope.with(separateFunctions(names)),
	convert: (value) => value,
	createFunction: (scope, parameters, body) =>
		new KnowledgeFunction(
			scope,
			parameters.map(({ name }) => name),
			body,
		),
	callee: (text) => (scope, values) => {
		const target = scope.findFunction(text.trim());
		if (!(target instanceof KnowledgeFunction)) throw new FeelFailure(`no BKM found with name '${text}'`);
		const missing = target.parameters.find((name) => !values.has(name));
		if (missing !== undefined) throw new FeelFailure(`no parameter found with name '${missing}'`);
		return target.call(target.parameters.map((name) => values.get(name)));
	},
	toResult,
	checksInputs: false,
	listsDefaults: false,
	allowedValues: () => undefined,
	matches: (value, expected) => equals(value, expected) === true,
	aggregatesNumbersOnly: true,
	violate(_, message) {
		throw new FeelFailure(message);
	},
});

/** Columns of one name are one entry; a single entry is the value itself (recorded from 8.6.0 and 8.8.21). */
function toResult(cells: Array<[name: string, value: unknown]>): unknown {
	const context = emptyContext();
	for (const [name, value] of cells) if (value !== undefined) context[name] = value;
	const values = Object.values(context);
	return values.length === 1 ? values[0] : context;
}

/** Separates functions from the entries of a context: they are called by their names. */
function separateFunctions(names: Context): Context {
	const context = emptyContext();
	for (const [name, value] of Object.entries(names)) {
		if (value instanceof FunctionValue) (context[functionsOf] ??= new Map()).set(name, value);
		else context[name] = value;
	}
	return context;
}

/** A failed business knowledge model is null for an expression, and a failure for a box. */
class KnowledgeFunction extends FunctionValue {
	constructor(
		private readonly scope: Scope,
		parameters: string[],
		private readonly body: Compiled,
	) {
		super(parameters, (values) => this.#callLeniently(values));
	}

	/** @throws FeelFailure */
	call(values: unknown[]): unknown {
		const { evaluation } = this.scope;
		evaluation.step();
		const own = emptyContext();
		for (const [index, name] of this.parameters.entries()) own[name] = values[index] ?? null;
		return evaluation.nested(() => this.body(this.scope.with(own)));
	}

	#callLeniently(values: unknown[]): unknown {
		try {
			return this.call(values);
		} catch (error) {
			if (error instanceof FeelFailure) return this.scope.evaluation.warn('FUNCTION_INVOCATION_FAILURE', error.message);
			throw error;
		}
	}
}

interface EvaluatedDecision {
	decision: Decision;
	/** As JSON has it. */
	output: unknown;
	table?: TableAudit;
	/** Length of its values as JSON. */
	characters: number;
}

export type DecisionOutcome =
	| { kind: 'evaluated'; output: unknown; evaluated: EvaluatedDecision[] }
	/** `failed`: the decision at which it stopped. */
	| { kind: 'failed'; message: string; failed: Decision; evaluated: EvaluatedDecision[] };

/** Decisions that one evaluation lists, and characters of their values: all are stored and answered. */
const maxEvaluated = 1_000;
const maxCharacters = 2_000_000;

export class ZeebeDecisions {
	readonly #logic = new Map<object, Compiled>();
	#audit: TableAudit | undefined;

	readonly model: DecisionModel;

	constructor(
		model: DecisionModel,
		private readonly version: ZeebeVersion,
	) {
		this.model = {
			...model,
			decisions: model.decisions.map((one) => ({
				...one,
				requires: toLocalIds(one.requires),
				requiresInputs: toLocalIds(one.requiresInputs),
				calls: toLocalIds(one.calls),
			})),
			knowledge: model.knowledge.map((one) => ({ ...one, calls: toLocalIds(one.calls) })),
		};
	}

	/** Returns why the model cannot be deployed. @throws TroupeError DECISION_INVALID with decision, rule, column and position */
	check(): DecisionProblem[] {
		const problems = findDecisionProblems(this.model);
		if (problems.length > 0) return problems;
		for (const element of [...this.model.decisions, ...this.model.knowledge]) this.#compile(element);
		return [];
	}

	/** @throws Error for a decision that the model does not have */
	evaluate(decisionId: string, host: FeelHost): DecisionOutcome {
		const decision = this.model.decisions.find(({ id }) => id === decisionId);
		if (!decision) throw new Error(`no decision found for id '${decisionId}'`);
		const evaluation = new Evaluation(readLikeZeebe(host), this.version);
		const run: Run = { evaluation, evaluated: [], characters: 0, current: decision };
		const { evaluated } = run;
		try {
			withinBudget(() => this.#valueOf(decision, run));
			return { kind: 'evaluated', output: evaluated.at(-1)!.output, evaluated };
		} catch (error) {
			const shown = error instanceof TooLarge ? [] : evaluated;
			return { kind: 'failed', message: describeFailure(error), failed: run.current, evaluated: shown };
		}
	}

	/** Evaluates a decision for each that requires it, as Zeebe does (recorded from 8.6.0 and 8.8.21). */
	#valueOf(decision: Decision, run: Run): unknown {
		run.evaluation.step();
		const scope = this.#scopeOf(decision, run);
		run.current = decision;
		this.#audit = undefined;
		const value = this.#compile(decision)(scope);
		const output = toJson(value, this.version);
		const table = this.#audit && toPlain(this.#audit, this.version);
		append(run, { decision, output, table, characters: stringifyJson([output, table ?? null]).length });
		return value;
	}

	/** All variables, over them the results of required decisions, and knowledge models as functions. */
	#scopeOf({ requires, calls }: Decision, run: Run): Scope {
		const root = new Scope(run.evaluation);
		const names = emptyContext();
		for (const id of requires) {
			const required = this.model.decisions.find((one) => one.id === id);
			if (required) names[required.variable ?? required.id] = this.#valueOf(required, run);
		}
		return this.#withKnowledge(root.with(names), calls);
	}

	#withKnowledge(scope: Scope, calls: string[], seen: KnowledgeModel[] = []): Scope {
		const models = this.model.knowledge.filter((model) => calls.includes(model.id) && !seen.includes(model));
		if (models.length === 0) return scope;
		const functions: Context = {};
		for (const model of models) {
			const inner = this.#withKnowledge(scope, model.calls, [...seen, model]);
			functions[model.name] = new KnowledgeFunction(inner, model.logic?.parameters.map(({ name }) => name) ?? [], this.#compile(model));
		}
		return scope.with(separateFunctions(functions));
	}

	#compile(element: Decision | KnowledgeModel): Compiled {
		const known = this.#logic.get(element);
		if (known) return known;
		const language = { ...openZeebeLanguage(this.version), report: (audit: TableAudit) => void (this.#audit = audit) };
		const boxed = element.logic?.kind === 'function' && !('requires' in element) ? element.logic.body : element.logic;
		const compiled = compileBoxed(boxed, language, { file: this.model.file, element: `decision "${element.id}"`, path: [] });
		this.#logic.set(element, compiled);
		return compiled;
	}
}

/** Zeebe reads only the part after `#`, for any file (recorded from 8.6.0 and 8.8.21). */
const toLocalIds = (hrefs: string[]): string[] => hrefs.map((href) => href.slice(href.lastIndexOf('#') + 1));

const toPlain = ({ inputs, hits }: TableAudit, version: ZeebeVersion): TableAudit => ({
	inputs: inputs.map((value) => toJson(value, version)),
	hits: hits.map(({ rule, row }) => ({ rule, row: row.map((value) => toJson(value, version)) })),
});

interface Run {
	evaluation: Evaluation;
	evaluated: EvaluatedDecision[];
	characters: number;
	current: Decision;
}

/** @throws TooLarge */
function append(run: Run, one: EvaluatedDecision): void {
	run.evaluated.push(one);
	run.characters += one.characters;
	if (run.evaluated.length > maxEvaluated) throw new TooLarge(`it evaluates more than ${maxEvaluated} decisions`);
	if (run.characters > maxCharacters) throw new TooLarge(`its decisions come to more than ${maxCharacters} characters`);
}

/** @throws every error that is not a failure of an expression */
function describeFailure(error: unknown): string {
	if (error instanceof RangeError) return 'it exceeds what can be calculated';
	if (error instanceof FeelFailure || error instanceof TooLarge) return getErrorMessage(error);
	throw error;
}
