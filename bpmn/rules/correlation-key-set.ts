import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { findEventDefinition, findExtension, readText } from './moddle';

const catching = new Set(['bpmn:IntermediateCatchEvent', 'bpmn:BoundaryEvent', 'bpmn:ReceiveTask']);
const fix = 'Set the subscription correlation key of the message to an expression that tells instances apart, such as =orderId.';

/** A message finds its instance by the correlation key: without one it finds none. See docs/rules/correlation-key-set.md. */
export function correlationKeySet(): Rule {
	return {
		check(node, reporter) {
			if (!waitsInInstance(node)) return;
			const message = findMessage(node);
			if (message === undefined) return;
			const key = readText(findExtension(message, 'zeebe:Subscription'), 'correlationKey');
			const name = readText(message, 'name');
			if (key === '' || key === '=') reporter.report(node.id ?? '', `waits for the message "${name}" without a correlation key`, { fix });
			else if (isConstant(key))
				reporter.report(node.id ?? '', `waits for the message "${name}" with the same correlation key in every instance: ${key}`, { fix });
		},
	};
}

/** A start event of a process has no instance yet; that of an event sub-process waits in one. */
function waitsInInstance(node: ModdleElement): boolean {
	if (node.$type === 'bpmn:StartEvent') return node.$parent?.triggeredByEvent === true;
	return catching.has(node.$type);
}

function findMessage(node: ModdleElement): ModdleElement | undefined {
	const owner = node.$type === 'bpmn:ReceiveTask' ? node : findEventDefinition(node, 'bpmn:MessageEventDefinition');
	return owner?.messageRef as ModdleElement | undefined;
}

/** A literal, or an expression that is one. */
const isConstant = (key: string): boolean => !key.startsWith('=') || /^=\s*("[^"]*"|-?[\d.]+|true|false|null)\s*$/.test(key);
