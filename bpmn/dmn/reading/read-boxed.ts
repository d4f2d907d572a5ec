import type { ModdleElement } from 'dmn-moddle';
import { normalizeName } from '../../feel/standard/name-table';
import type { Aggregation, Boxed, BoxedFunction, DecisionTable, HitPolicy, Variable } from './decision-model';

/** The elements under a property. */
export function children(element: ModdleElement | undefined, property: string): ModdleElement[] {
	const value = element?.[property];
	return (Array.isArray(value) ? value : value === undefined ? [] : [value]) as ModdleElement[];
}

export const child = (element: ModdleElement | undefined, property: string): ModdleElement | undefined => children(element, property)[0];

export const textOf = (element: ModdleElement | undefined): string => (typeof element?.text === 'string' ? element.text.trim() : '');

export function readVariable(element: ModdleElement | undefined): Variable {
	return { name: normalizeName(element?.name ?? ''), ...typeOf(element) };
}

/** Types of DMN 1.1 have a prefix: `feel:string`. */
export const typeOf = (element: ModdleElement | undefined): { typeRef?: string } =>
	element?.typeRef === undefined ? {} : { typeRef: normalizeName(element.typeRef) };

/** Undefined where the box is empty. */
export function readBoxed(element: ModdleElement | undefined): Boxed | undefined {
	const read = element && readers[element.$type];
	return read && { ...read(element), ...typeOf(element) };
}

const readers: Record<string, (element: ModdleElement) => Boxed> = {
	'dmn:LiteralExpression': (element) => ({ kind: 'literal', text: textOf(element), isFeel: isFeel(element.expressionLanguage) }),
	'dmn:Context': readContext,
	'dmn:List': (element) => ({ kind: 'list', items: children(element, 'elements').map(readPart) }),
	'dmn:Relation': (element) => ({
		kind: 'relation',
		columns: children(element, 'column').map(readVariable),
		rows: children(element, 'row').map((row) => children(row, 'elements').map(readPart)),
	}),
	'dmn:Invocation': (element) => ({
		kind: 'invocation',
		called: textOf(child(element, 'calledFunction')),
		bindings: children(element, 'binding').map((binding) => ({
			name: readVariable(child(binding, 'parameter')).name,
			value: readBoxed(child(binding, 'bindingFormula')),
		})),
	}),
	'dmn:FunctionDefinition': readFunction,
	'dmn:DecisionTable': readTable,
	'dmn:Conditional': (element) => ({
		kind: 'conditional',
		condition: readChild(element, 'if'),
		then: readChild(element, 'then'),
		otherwise: readChild(element, 'else'),
	}),
	'dmn:For': (element) => readIteration('for', element, 'return'),
	'dmn:Some': (element) => readIteration('some', element, 'satisfies'),
	'dmn:Every': (element) => readIteration('every', element, 'satisfies'),
	'dmn:Filter': (element) => ({ kind: 'filter', list: readChild(element, 'in'), condition: readChild(element, 'match') }),
};

/** The language of the model, where an expression names none, is FEEL. */
const isFeel = (language: unknown): boolean => typeof language !== 'string' || language === '' || /feel/i.test(language);

const empty: Boxed = { kind: 'literal', text: '', isFeel: true };
const readPart = (element: ModdleElement): Boxed => readBoxed(element) ?? empty;
const readChild = (element: ModdleElement, property: string): Boxed => readBoxed(child(child(element, property), 'value')) ?? empty;

function readContext(element: ModdleElement): Boxed {
	const entries = children(element, 'contextEntry').map((entry) => ({
		...readVariable(child(entry, 'variable')),
		isResult: child(entry, 'variable') === undefined,
		value: readBoxed(child(entry, 'value')),
	}));
	const result = entries.find(({ isResult }) => isResult);
	return {
		kind: 'context',
		entries: entries.filter((entry) => !entry.isResult).map(({ name, typeRef, value }) => ({ name, typeRef, value })),
		...(result ? { result: result.value ?? empty } : {}),
	};
}

/** A function of Java or PMML is known and gives null. */
export function readFunction(element: ModdleElement): BoxedFunction {
	const isOurs = element.kind === undefined || element.kind === 'FEEL';
	return {
		kind: 'function',
		...typeOf(element),
		parameters: children(element, 'formalParameter').map(readVariable),
		...(isOurs ? { body: readBoxed(child(element, 'body')) } : {}),
	};
}

function readIteration(kind: 'for' | 'some' | 'every', element: ModdleElement, body: string): Boxed {
	const variable = normalizeName(typeof element.iteratorVariable === 'string' ? element.iteratorVariable : '');
	return { kind, variable, list: readChild(element, 'in'), body: readChild(element, body) };
}

function readTable(element: ModdleElement): DecisionTable {
	return {
		kind: 'table',
		hitPolicy: (element.hitPolicy ?? 'UNIQUE') as HitPolicy,
		...(element.aggregation === undefined ? {} : { aggregation: element.aggregation as Aggregation }),
		inputs: children(element, 'input').map((input) => ({
			id: input.id,
			label: typeof input.label === 'string' ? input.label : undefined,
			text: textOf(child(input, 'inputExpression')),
			...typeOf(child(input, 'inputExpression')),
			allowedValues: testsOf(child(input, 'inputValues')),
		})),
		outputs: children(element, 'output').map((output) => ({
			id: output.id,
			...readVariable(output),
			values: testsOf(child(output, 'outputValues')),
			default: child(output, 'defaultOutputEntry') && textOf(child(output, 'defaultOutputEntry')),
		})),
		rules: children(element, 'rule').map((rule) => ({
			id: rule.id,
			tests: children(rule, 'inputEntry').map(textOf),
			results: children(rule, 'outputEntry').map(textOf),
		})),
	};
}

/** Undefined where there are none. */
export const testsOf = (element: ModdleElement | undefined): string | undefined => textOf(element) || undefined;
