import type { ModdleElement } from 'bpmn-moddle';
import { elementTemplates } from '../../templates';
import { findExtension, findTaskHeader, listElements, readJobType, readText } from '../moddle';

/** A variable that an element gives a value in its scope. */
export interface Write {
	name: string;
	/** The expression, where the model has it. */
	source?: string;
}

/** What the element writes, as far as the model tells. With output mappings, nothing else leaves an element. */
export function listWrites(element: ModdleElement): Write[] {
	const outputs = listElements(findExtension(element, 'zeebe:IoMapping'), 'outputParameters');
	if (outputs.length > 0) return outputs.map((output) => ({ name: readText(output, 'target'), source: readText(output, 'source') }));
	const script = findExtension(element, 'zeebe:Script');
	if (script) return [{ name: readText(script, 'resultVariable'), source: readText(script, 'expression') }];
	const decision = findExtension(element, 'zeebe:CalledDecision');
	if (decision) return [{ name: readText(decision, 'resultVariable') }];
	const named = findTaskHeader(element, 'resultVariable');
	return [...(named ? [named] : []), ...(results.get(readJobType(element)) ?? [])].map((name) => ({ name }));
}

/** What the job types of Troupe's return, by the outputs of their element templates. */
const results = new Map(
	elementTemplates.map(({ template: { properties } }) => [
		properties.find(({ binding }) => binding.type === 'zeebe:taskDefinition' && binding.property === 'type')?.value ?? '',
		properties.filter(({ binding }) => binding.type === 'zeebe:output').map(({ binding }) => binding.source!.slice(1)),
	]),
);
