import type { ModdleElement } from 'dmn-moddle';
import { TroupeError } from '../../../core/base/errors';
import { normalizeName } from '../../feel/standard/name-table';
import { toUnreadable } from '../../reading/unreadable';
import type { Decision, DecisionModel, DecisionService, KnowledgeModel, TypeDefinition } from './decision-model';
import { readXml } from './open-moddle';
import { child, children, readBoxed, readFunction, readVariable, testsOf, typeOf } from './read-boxed';

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
