import type { ModdleElement } from 'bpmn-moddle';
import { jobResults } from '../../job-types';
import { findExtension, findTaskHeader, listElements, readJobType, readText } from '../moddle';

export interface Write {
	name: string;
	/** The expression, where the model has it. */
	source?: string;
}

/** Lists the variables that the element writes, as far as the model tells. With output mappings, nothing else leaves an element. */
export function listWrites(element: ModdleElement): Write[] {
	const outputs = listElements(findExtension(element, 'zeebe:IoMapping'), 'outputParameters');
	if (outputs.length > 0) return outputs.map((output) => ({ name: readText(output, 'target'), source: readText(output, 'source') }));
	const script = findExtension(element, 'zeebe:Script');
	if (script) return [{ name: readText(script, 'resultVariable'), source: readText(script, 'expression') }];
	const decision = findExtension(element, 'zeebe:CalledDecision');
	if (decision) return [{ name: readText(decision, 'resultVariable') }];
	return listResults(element).map((name) => ({ name }));
}

/** The variables that the job of a task returns, before any output mapping. */
export function listResults(element: ModdleElement): readonly string[] {
	const results: Readonly<Record<string, readonly string[]>> = jobResults;
	const chosen = listChosen(element);
	return chosen.length > 0 ? chosen : (results[readJobType(element)] ?? []);
}

export function listChosen(element: ModdleElement): string[] {
	const [whole, expression] = ['resultVariable', 'resultExpression'].map((key) => findTaskHeader(element, key) ?? '');
	return [...(whole ? [whole] : []), ...[...(expression ?? '').matchAll(/([A-Za-z_]\w*)\s*:/g)].map(([, key]) => key!)];
}
