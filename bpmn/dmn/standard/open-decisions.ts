import { TroupeError, getErrorMessage } from '../../../core/base/errors';
import { TooLarge, withinBudget } from '../../feel/evaluation-budget';
import { Evaluation, FeelFailure } from '../../feel/scope';
import { normalizeName } from '../../feel/standard/name-table';
import { toJson } from '../../feel/standard/values';
import { emptyContext, FunctionValue, type Context } from '../../feel/values';
import type { DecisionModel } from '../reading/decision-model';
import { LoadedModel, type Element } from './decision-library';
import { DecisionRun } from './decision-run';

export interface DecisionResult {
	/** As JSON has it: dates and durations are texts, integers beyond 2^53 bigint. */
	value: unknown;
	/** Why parts of it are null. */
	warnings: string[];
}

export interface Decisions {
	/**
	 * @param nameOrId of a decision, decision service or business knowledge model
	 * @param variables JSON; dates, times and durations are texts
	 * @throws TroupeError DECISION_NOT_FOUND, DECISION_INVALID, DECISION_FAILED
	 */
	evaluate(nameOrId: string, variables: Record<string, unknown>): DecisionResult;
}

/**
 * @param models the model itself first, then those that it imports
 * @param now milliseconds since the epoch
 * @throws TroupeError DECISION_INVALID for an import that is not there
 */
export function openDecisions([main, ...others]: [DecisionModel, ...DecisionModel[]], now: () => number = Date.now): Decisions {
	const host = { lookUp: () => undefined, now };
	let evaluation = new Evaluation(host);
	const model = load(main, others, () => evaluation);
	return {
		evaluate(nameOrId, variables) {
			const element = model.findInvocable(normalizeName(nameOrId));
			if (!element) throw notFound(main, nameOrId);
			evaluation = new Evaluation(host);
			const { warnings } = evaluation;
			try {
				return { value: withinBudget(() => toJson(invoke(element, normalizeNames(variables), evaluation))), warnings };
			} catch (error) {
				throw describeFailure(error, main.file, element.element.name);
			}
		},
	};
}

function load(source: DecisionModel, others: DecisionModel[], evaluation: () => Evaluation, loading: string[] = []): LoadedModel {
	const imports = source.imports.map(({ name, namespace }) => {
		const imported = others.find((other) => other.namespace === namespace);
		if (!imported || loading.includes(namespace)) throw missingImport(source, namespace, imported !== undefined);
		return { name, model: load(imported, others, evaluation, [...loading, namespace]) };
	});
	return new LoadedModel(source, imports, evaluation);
}

/** A service or a knowledge model takes its parameters by their names. */
function invoke(element: Element, variables: Context, evaluation: Evaluation): unknown {
	const value = new DecisionRun(evaluation, variables).valueOf(element);
	if (element.kind === 'decision' || !(value instanceof FunctionValue)) return value;
	return value.invoke(value.parameters.map((name) => variables[name] ?? null));
}

function normalizeNames(variables: Record<string, unknown>): Context {
	const context = emptyContext();
	for (const [name, value] of Object.entries(variables)) context[normalizeName(name)] = value;
	return context;
}

function describeFailure(error: unknown, file: string, name: string): unknown {
	if (!(error instanceof FeelFailure || error instanceof TooLarge || error instanceof RangeError)) return error;
	const reason = error instanceof RangeError ? 'it exceeds what can be calculated' : getErrorMessage(error);
	return new TroupeError({
		code: 'DECISION_FAILED',
		message: `${file}: decision "${name}" has no result: ${reason}.`,
		fix: 'Make the decision smaller, or its input.',
		cause: error,
	});
}

const notFound = ({ file, decisions, services, knowledge }: DecisionModel, name: string): TroupeError =>
	new TroupeError({
		code: 'DECISION_NOT_FOUND',
		message: `${file} has no decision "${name}". It has ${list([...decisions, ...services, ...knowledge].map((element) => `"${element.name}"`))}.`,
		fix: 'Use the name or the id of one of them.',
	});

const list = (names: string[]): string =>
	names.length === 0 ? 'none' : names.length > 20 ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more` : names.join(', ');

const missingImport = ({ file }: DecisionModel, namespace: string, isCycle: boolean): TroupeError =>
	new TroupeError({
		code: 'DECISION_INVALID',
		message: isCycle
			? `${file} imports the model ${namespace}, which imports it in turn.`
			: `${file} imports the model ${namespace}, which is in no file beside it.`,
		fix: isCycle ? 'Remove one of the imports.' : 'Put its .dmn file into the same folder.',
	});
