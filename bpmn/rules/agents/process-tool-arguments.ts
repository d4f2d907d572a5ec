import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { findExtension, listElements, readText } from '../moddle';

/** A program that calls a process as a tool sets the variables that the schema lets pass. See docs/rules/process-tool-arguments.md. */
export function processToolArguments(): Rule {
	return {
		check(node, reporter) {
			if (node.$type !== 'bpmn:StartEvent' || readProperty(node, 'io.camunda.tool:name') === undefined) return;
			const report = (message: string, fix: string) => reporter.report(node.id ?? '', message, { fix, category: 'warn' });
			const schema = readProperty(node, 'troupe.tool:schema');
			if (schema === undefined)
				return report('has no troupe.tool:schema, so that the tool takes no arguments', 'Write a JSON schema of the arguments.');
			const parsed = parse(schema);
			if (parsed === undefined)
				return reporter.report(node.id ?? '', 'has a troupe.tool:schema that is not a JSON object', {
					fix: 'Write a schema such as {"properties": {"orderId": {"type": "string"}}, "required": ["orderId"]}.',
				});
			const open = ['additionalProperties', 'unevaluatedProperties'].find((word) => word in parsed && parsed[word] !== false);
			if (open !== undefined)
				report(
					`has a troupe.tool:schema with "${open}", so that callers set variables that it does not name`,
					`Name the arguments in "properties", and remove "${open}".`,
				);
		},
	};
}

function readProperty(element: ModdleElement, name: string): string | undefined {
	const properties = listElements(findExtension(element, 'zeebe:Properties'), 'properties');
	const property = properties.find((one) => readText(one, 'name') === name);
	return (property && readText(property, 'value').trim()) || undefined;
}

function parse(text: string): Record<string, unknown> | undefined {
	try {
		const schema: unknown = JSON.parse(text);
		return typeof schema === 'object' && schema !== null && !Array.isArray(schema) ? (schema as Record<string, unknown>) : undefined;
	} catch {
		return undefined;
	}
}
