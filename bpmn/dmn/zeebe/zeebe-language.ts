import { compile } from '../../feel/compile';
import { withInput } from '../../feel/compile-unary';
import type { Compiled } from '../../feel/compiled';
import { parseExpression, parseUnaryTests } from '../../feel/parser';
import { FeelFailure, type Scope } from '../../feel/scope';
import { emptyContext, equals, FunctionValue, functionsOf, type Context } from '../../feel/values';
import type { ZeebeVersion } from '../../zeebe-version';
import type { Language } from '../boxed/language';

/** FEEL as a version of Zeebe evaluates it in decisions. It takes no notice of types. */
export const openZeebeLanguage = (version: ZeebeVersion): Language => ({
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

/** Returns a context in which columns of one name are one entry, or the value itself if that is the only entry (recorded from 8.6.0 and 8.8.21). */
function toResult(cells: Array<[name: string, value: unknown]>): unknown {
	const context = emptyContext();
	for (const [name, value] of cells) if (value !== undefined) context[name] = value;
	const values = Object.values(context);
	return values.length === 1 ? values[0] : context;
}

/** Separates functions from the entries of a context: they are called by their names. */
export function separateFunctions(names: Context): Context {
	const context = emptyContext();
	for (const [name, value] of Object.entries(names)) {
		if (value instanceof FunctionValue) (context[functionsOf] ??= new Map()).set(name, value);
		else context[name] = value;
	}
	return context;
}

/** A business knowledge model. Called by an expression it gives null where it fails; invoked by a box it fails. */
export class KnowledgeFunction extends FunctionValue {
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
