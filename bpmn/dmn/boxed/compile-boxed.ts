import type { Compiled } from '../../feel/compiled';
import { compileFilter, iterate, loopOver, quantifyOver } from '../../feel/standard/compile-loop';
import { describe, emptyContext } from '../../feel/values';
import type { Boxed } from '../reading/decision-model';
import { compileTable } from './decision-table';
import type { Language } from './language';
import { compileAt, within, type Place } from './place';

/** Compiles what is in a box, with its type. @throws TroupeError DECISION_INVALID with the place */
export function compileBoxed(boxed: Boxed | undefined, language: Language, place: Place): Compiled {
	if (!boxed) return () => null;
	const compiled = compileUntyped(boxed, language, place);
	// The type of a boxed function is that of its result.
	if (boxed.typeRef === undefined || boxed.kind === 'function') return compiled;
	return (scope) => language.convert(compiled(scope), boxed.typeRef, scope);
}

function compileUntyped(boxed: Boxed, language: Language, place: Place): Compiled {
	const part = (inner: Boxed | undefined, ...path: string[]): Compiled => compileBoxed(inner, language, within(place, ...path));
	switch (boxed.kind) {
		case 'literal':
			return boxed.isFeel && boxed.text !== '' ? compileAt(place, boxed.text, (text) => language.expression(text)) : () => null;
		case 'context':
			return compileContext(boxed, language, place);
		case 'list': {
			const items = boxed.items.map((item, index) => part(item, `item ${index + 1}`));
			return (scope) => items.map((item) => item(scope));
		}
		case 'relation':
			return compileRelation(boxed, language, place);
		case 'invocation':
			return compileInvocation(boxed, language, place);
		case 'function':
			return compileFunction(boxed, language, place);
		case 'table':
			return compileTable(boxed, language, place);
		case 'conditional': {
			const [condition, then, otherwise] = [part(boxed.condition, 'if'), part(boxed.then, 'then'), part(boxed.otherwise, 'else')];
			return (scope) => {
				const value = condition(scope);
				if (value === true) return then(scope);
				if (value === false || value === null) return otherwise(scope);
				return scope.evaluation.warn('INVALID_TYPE', `Expected boolean but found '${describe(value)}'`);
			};
		}
		case 'for':
			return loopOver(iterate(boxed.variable, part(boxed.list, 'in')), part(boxed.body, 'return'));
		case 'some':
		case 'every':
			return quantifyOver(boxed.kind === 'some', iterate(boxed.variable, part(boxed.list, 'in')), part(boxed.body, 'satisfies'), true);
		case 'filter':
			return compileFilter(part(boxed.list, 'in'), part(boxed.condition, 'match'), true);
	}
}

/** Entries see those before them; a context with a result is its result. */
function compileContext({ entries, result }: Boxed & { kind: 'context' }, language: Language, place: Place): Compiled {
	const compiled = entries.map(({ name, typeRef, value }) => {
		const at = within(place, `entry "${name}"`);
		return { name, typeRef, isFunction: value?.kind === 'function', entry: compileBoxed(value, language, at) };
	});
	const compiledResult = result && compileBoxed(result, language, within(place, 'result'));
	return (scope) => {
		const context = emptyContext();
		for (const { name, typeRef, isFunction, entry } of compiled) {
			const value = entry(language.withNames(scope, context));
			context[name] = isFunction ? value : language.convert(value, typeRef, scope);
		}
		return compiledResult ? compiledResult(language.withNames(scope, context)) : context;
	};
}

function compileRelation({ columns, rows }: Boxed & { kind: 'relation' }, language: Language, place: Place): Compiled {
	const compiled = rows.map((row, index) =>
		columns.map(({ name, typeRef }, column) => {
			const cell = compileBoxed(row[column], language, within(place, `row ${index + 1}`, `column "${name}"`));
			return { name, typeRef, cell };
		}),
	);
	return (scope) =>
		compiled.map((row) => {
			const context = emptyContext();
			for (const { name, typeRef, cell } of row) context[name] = language.convert(cell(scope), typeRef, scope);
			return context;
		});
}

function compileInvocation({ called, bindings }: Boxed & { kind: 'invocation' }, language: Language, place: Place): Compiled {
	const callee = compileAt(within(place, 'called function'), called, (text) => language.callee(text));
	const values = bindings.map(({ name, value }) => [name, compileBoxed(value, language, within(place, `argument "${name}"`))] as const);
	return (scope) => callee(scope, new Map(values.map(([name, value]) => [name, value(scope)])));
}

function compileFunction({ parameters, body, typeRef }: Boxed & { kind: 'function' }, language: Language, place: Place): Compiled {
	const compiled = compileBoxed(body, language, within(place, 'function'));
	return (scope) => language.createFunction(scope, parameters, compiled, typeRef);
}
