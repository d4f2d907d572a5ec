import type { ModdleElement } from 'dmn-moddle';
import { TroupeError } from '../../../core/base/errors';
import { normalizeName } from '../../feel/standard/name-table';
import { toUnreadable } from '../../reading/unreadable';
import type {
	Aggregation,
	Boxed,
	BoxedFunction,
	Decision,
	DecisionModel,
	DecisionService,
	DecisionTable,
	HitPolicy,
	KnowledgeModel,
	TypeDefinition,
	Variable,
} from './decision-model';
import { readXml } from './open-moddle';

function children(element: ModdleElement | undefined, property: string): ModdleElement[] {
	const value = element?.[property];
	return (Array.isArray(value) ? value : value === undefined ? [] : [value]) as ModdleElement[];
}

const child = (element: ModdleElement | undefined, property: string): ModdleElement | undefined => children(element, property)[0];

const textOf = (element: ModdleElement | undefined): string => (typeof element?.text === 'string' ? element.text.trim() : '');

function readVariable(element: ModdleElement | undefined): Variable {
	return { name: normalizeName(element?.name ?? ''), ...typeOf(element) };
}

/** Types of DMN 1.1 have a prefix: `feel:string`. */
const typeOf = (element: ModdleElement | undefined): { typeRef?: string } =>
	element?.typeRef === undefined ? {} : { typeRef: normalizeName(element.typeRef) };

function readBoxed(element: ModdleElement | undefined): Boxed | undefined {
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
function readFunction(element: ModdleElement): BoxedFunction {
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

const testsOf = (element: ModdleElement | undefined): string | undefined => textOf(element) || undefined;

const maxBytes = 4 * 1024 * 1024;

/**
 * Reads a DMN file (1.1 to 1.6) into plain data.
 * @throws TroupeError DECISION_INVALID when it is not DMN, INPUT_TOO_LARGE
 */
export async function readDecisions(file: string, content: string): Promise<DecisionModel> {
	if (Buffer.byteLength(content) > maxBytes) {
		throw new TroupeError({
			code: 'INPUT_TOO_LARGE',
			message: `${file} is larger than ${maxBytes} bytes.`,
			fix: 'Split the model into several files.',
		});
	}
	const { rootElement: root, violations } = await parseXml(file, content);
	const elements = children(root, 'drgElement');
	const ofType = (type: string): ModdleElement[] => elements.filter(({ $type }) => $type === `dmn:${type}`);
	return {
		file,
		violations,
		id: root.id ?? '',
		name: normalizeName(root.name ?? ''),
		namespace: typeof root.namespace === 'string' ? root.namespace : '',
		imports: children(root, 'import').map((element) => ({
			name: normalizeName(element.name ?? ''),
			namespace: typeof element.namespace === 'string' ? element.namespace : '',
			...(typeof element.locationURI === 'string' ? { location: element.locationURI } : {}),
		})),
		types: children(root, 'itemDefinition').map(readType),
		inputs: ofType('InputData').map((element) => ({ ...identify(element), ...variableOf(element) })),
		decisions: ofType('Decision').map(readDecision),
		knowledge: ofType('BusinessKnowledgeModel').map(readKnowledge),
		services: ofType('DecisionService').map(readService),
	};
}

async function parseXml(file: string, content: string): ReturnType<typeof readXml> {
	try {
		return await readXml(content);
	} catch (error) {
		throw toUnreadable(file, 'DMN', error);
	}
}

const identify = (element: ModdleElement): { id: string; name: string } => ({
	id: element.id ?? '',
	name: normalizeName(element.name ?? element.id ?? ''),
});

function variableOf(element: ModdleElement): { variable?: string; typeRef?: string } {
	const { name, typeRef } = readVariable(child(element, 'variable'));
	return { ...(name === '' ? {} : { variable: name }), ...(typeRef === undefined ? {} : { typeRef }) };
}

/** The id of an element of this file, or namespace and id of one of another. */
const hrefsOf = (element: ModdleElement, property: string): string[] =>
	children(element, property).map(({ href }) => (typeof href === 'string' ? href.replace(/^#/, '') : ''));

function readDecision(element: ModdleElement): Decision {
	const requirements = children(element, 'informationRequirement');
	const requiresInputs = requirements.flatMap((requirement) => hrefsOf(requirement, 'requiredInput'));
	const logic = readBoxed(child(element, 'decisionLogic'));
	const versionTag = children(child(element, 'extensionElements'), 'values').find(({ $type }) => $type === 'zeebe:versionTag');
	return {
		...identify(element),
		...variableOf(element),
		requires: [...requirements.flatMap((requirement) => hrefsOf(requirement, 'requiredDecision')), ...requiresInputs],
		requiresInputs,
		calls: readCalls(element),
		...(logic ? { logic } : {}),
		...(typeof versionTag?.value === 'string' ? { versionTag: versionTag.value } : {}),
	};
}

const readCalls = (element: ModdleElement): string[] =>
	children(element, 'knowledgeRequirement').flatMap((requirement) => hrefsOf(requirement, 'requiredKnowledge'));

function readKnowledge(element: ModdleElement): KnowledgeModel {
	const logic = child(element, 'encapsulatedLogic');
	return {
		...identify(element),
		...typeOf(child(element, 'variable')),
		calls: readCalls(element),
		...(logic ? { logic: readFunction(logic) } : {}),
	};
}

const readService = (element: ModdleElement): DecisionService => ({
	...identify(element),
	...typeOf(child(element, 'variable')),
	inputs: hrefsOf(element, 'inputData'),
	inputDecisions: hrefsOf(element, 'inputDecision'),
	encapsulated: hrefsOf(element, 'encapsulatedDecision'),
	outputs: hrefsOf(element, 'outputDecision'),
});

function readType(element: ModdleElement): TypeDefinition {
	const functionItem = child(element, 'functionItem');
	const typeRef = element.typeRef as string | ModdleElement | undefined;
	return {
		name: normalizeName(element.name ?? ''),
		...(typeRef === undefined ? {} : { typeRef: normalizeName(typeof typeRef === 'string' ? typeRef : '') }),
		isCollection: element.isCollection === true,
		allowedValues: testsOf(child(element, 'allowedValues')),
		constraint: testsOf(child(element, 'typeConstraint')),
		components: children(element, 'itemComponent').map(readType),
		...(functionItem
			? {
					function: {
						parameters: children(functionItem, 'parameters').map(readVariable),
						result: functionItem.outputTypeRef as string | undefined,
					},
				}
			: {}),
	};
}
