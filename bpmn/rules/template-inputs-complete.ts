import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { extensionOf, jobTypeOf, listOf, textOf } from './moddle';

/** A task of an agent has to say which agent, and each of its inputs a value. See docs/rules/template-inputs-complete.md. */
export function templateInputsComplete(): Rule {
	return {
		check(node, reporter) {
			if (jobTypeOf(node) !== 'troupe:agent') return;
			const id = node.id ?? '';
			const inputs = listOf(extensionOf(node, 'zeebe:IoMapping'), 'inputParameters');
			if (!namesAgent(node, inputs))
				reporter.report(id, 'names no agent', {
					fix: 'Give the task a header "agent" with the id of an agent, as its element template does.',
				});
			for (const input of inputs.filter((one) => ['', '='].includes(textOf(one, 'source'))))
				reporter.report(id, `has no value for its input "${textOf(input, 'target')}"`, {
					fix: 'Give the input an expression, such as =message.',
				});
		},
	};
}

/** By the header, or by an input that brings the variable. */
function namesAgent(node: ModdleElement, inputs: ModdleElement[]): boolean {
	const headers = listOf(extensionOf(node, 'zeebe:TaskHeaders'), 'values');
	const header = headers.find((one) => textOf(one, 'key') === 'agent');
	if (header) return textOf(header, 'value') !== '';
	return inputs.some((input) => ['agent', 'agentDefinition'].includes(textOf(input, 'target')));
}
