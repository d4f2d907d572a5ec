import { stringifyJson } from '../../../core/base/text/json/lossless-json';
import type { AiParameter } from '../../../bpmn/ai-parameters';
import type { AdHocElement } from '../../../bpmn/reading/process-model';
import type { JsonSchema } from '../../../core/ports/models/models';
import { type ToolEffect, toolEffects } from '../../../core/ports/tools/tool-effect';
import { elementSource, type Tool } from '../../../core/ports/tools/tools';
import type { ElementResult } from './toolbox-variables';

const prefix = /^toolCall\./;

/** Offers elements of an ad-hoc sub-process as tools: the engine performs a call; the resumed run reads its result. */
export function elementTools(elements: AdHocElement[], results: ElementResult[]): Tool[] {
	return elements.map((element) => ({
		name: toToolName(element),
		description: element.documentation ?? element.elementName ?? element.elementId,
		parameters: toSchema(element.parameters ?? []),
		source: `${elementSource}${element.elementId}`,
		effect: readEffect(element),
		hasResult: (callId) => results.some(({ id }) => id === callId),
		async call(_input, { callId }) {
			const { content } = results.find(({ id }) => id === callId)!;
			return { kind: 'ok', text: toText(content) };
		},
	}));
}

export const readElementId = (source: string): string | undefined =>
	source.startsWith(elementSource) ? source.slice(elementSource.length) : undefined;

/** Models take letters, digits, `_` and `-`. */
const toToolName = ({ elementId }: AdHocElement): string => elementId.replace(/[^\w-]/g, '_').slice(0, 64);

/** Unless its properties say otherwise, its effect is irreversible. */
const readEffect = ({ properties }: AdHocElement): ToolEffect =>
	toolEffects.find((effect) => effect === properties?.['troupe:effect']) ?? 'irreversible';

function toText(content: unknown): string {
	if (content === null || content === undefined || content === '') return 'The tool ended without a result.';
	return typeof content === 'string' ? content : stringifyJson(content);
}

/** Camunda, fromAi: by default a parameter is a required text. */
function toSchema(parameters: AiParameter[]): JsonSchema {
	const properties = parameters.map(({ name, type = 'string', description, schema }) => [
		name.replace(prefix, ''),
		{ type, ...(description !== undefined && { description }), ...schema },
	]);
	const required = parameters.filter(({ options }) => options?.required !== false).map(({ name }) => name.replace(prefix, ''));
	return { type: 'object', properties: Object.fromEntries(properties) as object, required, additionalProperties: false };
}
