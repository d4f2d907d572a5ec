import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { findNearName } from '../../../core/base/text/near-name';
import { findSyntaxFault } from '../../feel/syntax-fault';
import { elementTemplates, type ElementTemplate } from '../../templates';
import { findExtension, listElements, readJobType, readText } from '../moddle';

type Property = ElementTemplate['properties'][number];

/** A header that no worker reads, or whose value it refuses, makes the task do something else. See docs/rules/header-values-known.md. */
export function headerValuesKnown(): Rule {
	return {
		check(node, reporter) {
			const properties = headersOf.get(readJobType(node));
			if (!properties) return;
			for (const header of listElements(findExtension(node, 'zeebe:TaskHeaders'), 'values')) {
				const problem = findProblem(header, properties);
				if (problem) reporter.report(node.id ?? '', problem.message, { fix: problem.fix });
			}
		},
	};
}

function findProblem(header: ModdleElement, properties: Property[]): { message: string; fix: string } | undefined {
	const [key, value] = [readText(header, 'key'), readText(header, 'value')];
	const property = properties.find(({ binding }) => binding.key === key);
	if (!property) {
		const near = findNearName(
			key,
			properties.map(({ binding }) => binding.key!),
		);
		return near === undefined ? undefined : { message: `has a header "${key}", which nothing reads`, fix: `Did you mean "${near}"?` };
	}
	if (value === '' || key === 'operation') return undefined;
	const choices = property.choices?.map((choice) => choice.value).filter(Boolean);
	if (choices && !choices.includes(value)) {
		const near = findNearName(value, choices);
		const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
		return {
			message: `has the value "${value}" in its header "${key}", which does not exist`,
			fix: `Use one of: ${choices.join(', ')}.${hint}`,
		};
	}
	if (property.feel === 'required') return findFault(key, value);
	const pattern = property.constraints?.pattern;
	if (!pattern || new RegExp(pattern.value).test(value)) return undefined;
	return {
		message: `has the value "${value}" in its header "${key}", which is not of the form that it must have`,
		fix: `Correct the value. ${pattern.message ?? `It must match ${pattern.value}.`}`,
	};
}

/** The worker evaluates it: the engine takes it for a text. */
function findFault(key: string, value: string): { message: string; fix: string } | undefined {
	const fault = findSyntaxFault(value.replace(/^=/, ''));
	return fault && { message: `has an expression in its header "${key}" that is not FEEL: ${fault.reason}`, fix: fault.fix };
}

/** The headers of each job type, as its element template has them. */
const headersOf = new Map(
	elementTemplates.map(({ template: { properties } }) => [
		properties.find(({ binding }) => binding.type === 'zeebe:taskDefinition' && binding.property === 'type')?.value ?? '',
		properties.filter(({ binding }) => binding.type === 'zeebe:taskHeader'),
	]),
);
