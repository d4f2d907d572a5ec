import type { ModdleElement } from 'bpmn-moddle';
import { openEvaluator } from '../../feel/evaluator';
import { findSyntaxFault } from '../../feel/syntax-fault';
import { findOwner, listExpressions } from '../expressions/expressions';
import { listChosen, listWrites } from '../flow/writes';
import { findExtension, listElements, listFlowElements, readText } from '../moddle';

export interface VariableNames {
	/** Variables that the models or their forms write. */
	written: ReadonlySet<string>;
	/** By name, the elements whose expressions use it. */
	readers: ReadonlyMap<string, ReadonlySet<string>>;
}

export function collectVariableNames(definitions: ModdleElement[], formFields: readonly string[] = []): VariableNames {
	const elements = definitions.flatMap((root) => listElements(root, 'rootElements')).flatMap((root) => [root, ...listFlowElements(root)]);
	const written = new Set([...formFields, 'loopCounter', ...elements.flatMap(listWritten)].map(firstName));
	const readers = new Map<string, Set<string>>();
	for (const node of definitions.flatMap(listNodes)) {
		for (const name of listReadNames(node)) {
			const owners = readers.get(name) ?? new Set();
			readers.set(name, owners.add(findOwner(node)?.id ?? ''));
		}
	}
	return { written, readers };
}

/**
 * The variables that the expressions of a node use, as far as an evaluation without any comes to them: names that an expression binds itself are left out.
 * Output mappings are left out: what they read may come from a worker, a message or another process.
 */
export function listReadNames(node: ModdleElement): string[] {
	if (node.$type === 'zeebe:Output') return [];
	return [...new Set(listExpressions(node).flatMap(({ expression }) => listNamesIn(expression)))];
}

export function listNamesIn(expression: string): string[] {
	if (findSyntaxFault(expression)) return [];
	const names = new Set<string>();
	try {
		openEvaluator('8.8').evaluate(expression, { lookUp: (name: string) => void names.add(name), now: () => 0 });
	} catch {
		// An expression that fails without variables, as assert does, has named those that it came to.
	}
	return [...names];
}

const firstName = (path: string): string => path.split('.')[0]!;

function listWritten(element: ModdleElement): string[] {
	const mapping = findExtension(element, 'zeebe:IoMapping');
	const loop = element.loopCharacteristics as ModdleElement | undefined;
	const collections = [findExtension(loop, 'zeebe:LoopCharacteristics'), findExtension(element, 'zeebe:AdHoc')];
	return [
		...listWrites(element).map(({ name }) => name),
		...listElements(mapping, 'inputParameters').map((input) => readText(input, 'target')),
		...collections.flatMap((one) => [readText(one, 'inputElement'), readText(one, 'outputCollection')]),
		...listChosen(element),
	];
}

function listNodes(node: ModdleElement): ModdleElement[] {
	const children = Object.values(node)
		.flat()
		.filter((value): value is ModdleElement => isNode(value) && value.$parent === node);
	return [node, ...children.flatMap(listNodes)];
}

const isNode = (value: unknown): value is ModdleElement => typeof value === 'object' && value !== null && '$type' in value;
