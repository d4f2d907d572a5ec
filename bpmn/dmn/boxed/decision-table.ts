import type { Compiled } from '../../feel/compiled';
import type { Scope } from '../../feel/scope';
import { describe } from '../../feel/values';
import type { DecisionTable } from '../reading/decision-model';
import { applyHitPolicy, type Hit, type Output } from './hit-policies';
import type { Language } from './language';
import { compileAt, within, type Place } from './place';

interface Input {
	label: string;
	read: Compiled;
	typeRef?: string;
	allowed?: Compiled;
}

interface Rule {
	tests: Compiled[];
	results: Compiled[];
}

/** DMN 1.5, 8.2. @throws TroupeError DECISION_INVALID with rule and column */
export function compileTable(table: DecisionTable, language: Language, place: Place): Compiled {
	const inputs = compileInputs(table, language, place);
	const outputs = compileOutputs(table, language, place);
	const rules = compileRules(table, language, place);
	return (scope) => {
		const values = readInputs(inputs, language, scope);
		if (!values) return null;
		const hits: Hit[] = [];
		for (const [index, { tests, results }] of rules.entries()) {
			scope.evaluation.step();
			if (!tests.every((test, column) => test(language.withInput(scope, values[column])) === true)) continue;
			const row = results.map((result, column) => language.convert(result(scope), outputs[column]!.typeRef, scope));
			hits.push({ rule: index + 1, row, value: language.toResult(outputs.map(({ name }, column) => [name, row[column]])) });
			if (table.hitPolicy === 'FIRST') break;
		}
		language.report?.({ inputs: values, hits });
		return hits.length === 0 ? defaultResult(table, outputs, language, scope) : applyHitPolicy({ table, outputs, hits, language, scope });
	};
}

function compileInputs({ inputs }: DecisionTable, language: Language, place: Place): Input[] {
	return inputs.map(({ label, text, typeRef, allowedValues }, index) => {
		const name = label ?? (text === '' ? String(index + 1) : text);
		const at = within(place, `input "${name}"`);
		return {
			label: name,
			read: text === '' ? () => null : compileAt(at, text, (expression) => language.expression(expression)),
			typeRef,
			allowed:
				allowedValues === undefined || !language.checksInputs
					? undefined
					: compileAt(at, allowedValues, (tests) => language.unaryTests(tests)),
		};
	});
}

/** Nothing when a value is not one of those that its column allows. */
function readInputs(inputs: Input[], language: Language, scope: Scope): unknown[] | undefined {
	const values: unknown[] = [];
	for (const { label, read, typeRef, allowed } of inputs) {
		const value = language.convert(read(scope), typeRef, scope);
		if (allowed && value !== null && allowed(language.withInput(scope, value)) !== true) {
			language.violate(scope, `${describe(value)} is not an allowed value of the input "${label}"`);
			return undefined;
		}
		values.push(value);
	}
	return values;
}

function compileOutputs({ outputs }: DecisionTable, language: Language, place: Place): Output[] {
	return outputs.map(({ name, typeRef, values, default: fallback }, index) => {
		const at = within(place, `output "${name || index + 1}"`);
		const list = values ?? language.allowedValues(typeRef);
		return {
			name: name || `output ${index + 1}`,
			typeRef,
			values: list === undefined ? undefined : compileAt(at, `[${list}]`, (text) => language.expression(text)),
			default: !fallback ? undefined : compileAt(at, fallback, (text) => language.expression(text)),
		};
	});
}

function compileRules({ rules, inputs, outputs }: DecisionTable, language: Language, place: Place): Rule[] {
	return rules.map(({ tests, results }, index) => {
		const at = (kind: string, column: number, name: string | undefined): Place =>
			within(place, `rule ${index + 1}`, `${kind} ${column + 1}${name ? ` "${name}"` : ''}`);
		return {
			tests: inputs.map(({ label, text }, column) => {
				const test = tests[column] ?? '';
				if (test === '' || test === '-') return () => true;
				return compileAt(at('input', column, label ?? text), test, (tests) => language.unaryTests(tests));
			}),
			results: outputs.slice(0, results.length).map(({ name }, column) => {
				const result = results[column]!;
				if (result === '' || result === '-') return () => null;
				return compileAt(at('output', column, name), result, (expression) => language.expression(expression));
			}),
		};
	});
}

function defaultResult({ hitPolicy }: DecisionTable, outputs: Output[], language: Language, scope: Scope): unknown {
	if (!outputs.some((output) => output.default)) return null;
	const result = language.toResult(
		outputs.map(({ name, typeRef, default: read }) => [name, read && language.convert(read(scope), typeRef, scope)]),
	);
	const isList = language.listsDefaults && (hitPolicy === 'RULE ORDER' || hitPolicy === 'OUTPUT ORDER') && !Array.isArray(result);
	return isList ? [result] : result;
}
