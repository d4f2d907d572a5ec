import type { AdHocElement } from '../../../bpmn/reading/process-model';
import type { Job } from '../../engine/jobs';

export const toolboxVariables = ['adHocSubProcessElements', 'toolCall', 'toolCallResults'];

/** A result in the output collection: `={id: toolCall._meta.id, name: toolCall._meta.name, content: toolCallResult}`. */
export interface ElementResult {
	id: string;
	content: unknown;
}

/**
 * Returns the elements that the agent can start, if the job is that of an ad-hoc sub-process. A task inside one sees the same variable, but has a
 * `toolCall` or is one of the elements.
 */
export function readElements({ elementId, variables }: Job): AdHocElement[] | undefined {
	const { adHocSubProcessElements: elements, toolCall } = variables;
	if (!Array.isArray(elements)) return undefined;
	const listed = elements as AdHocElement[];
	const called = (toolCall as { _meta?: { name?: unknown } } | null | undefined)?._meta?.name;
	return listed.some((element) => element.elementId === elementId || element.elementId === called) ? undefined : listed;
}

export function readResults({ variables: { toolCallResults } }: Job): ElementResult[] {
	const results: unknown[] = Array.isArray(toolCallResults) ? toolCallResults : [];
	return results.filter((result): result is ElementResult => typeof (result as ElementResult | null)?.id === 'string');
}
