import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { n8nNodeHeaders, n8nNodeJobType, n8nNodeVariables } from '../../templates/n8n/n8n-node-job';
import type { Deployment } from '../deployment';
import { findExtension, findTaskHeader, isExpression, listElements, readJobType, readText } from '../moddle';

/** The nodes of n8n that start workflows and whose names do not say so. */
const starters = new Set(['webhook', 'cron', 'interval', 'start', 'emailReadImap']);
const startReason = 'starts workflows; use a start event with a timer, a message or a signal';
const waitReason = 'suspends its workflow until somebody calls n8n; send with one task, and wait with a receive task or a user task';
const answeredOperation = 'sendAndWait';

/** A node that starts or suspends workflows cannot be a step of a process. See docs/rules/n8n-node-is-a-task.md. */
export function n8nNodeIsATask({ whyNoTask, whyNoAnswers }: Deployment): Rule {
	return {
		check(node, reporter) {
			if (readJobType(node) !== n8nNodeJobType) return;
			const type = findTaskHeader(node, n8nNodeHeaders.nodeType) ?? '';
			if (type === '' || isExpression(type)) return;
			const reason = reasonByName(type) ?? reasonByOperation(node, whyNoAnswers) ?? whyNoTask?.(type);
			if (reason === undefined) return;
			reporter.report(node.id ?? '', `runs the node ${type}, which ${reason.split('; ')[0]}`, { fix: toFix(reason) });
		},
	};
}

function toFix(reason: string): string {
	const [, advice = 'choose another node'] = reason.split('; ');
	return `${advice.slice(0, 1).toUpperCase()}${advice.slice(1)}${advice.endsWith('?') ? '' : '.'}`;
}

function reasonByName(type: string): string | undefined {
	const name = type.split('.').at(-1)!;
	return name.endsWith('Trigger') || (type.startsWith('n8n-nodes-base.') && starters.has(name)) ? startReason : undefined;
}

function reasonByOperation(node: ModdleElement, whyNoAnswers?: string): string | undefined {
	const inputs = listElements(findExtension(node, 'zeebe:IoMapping'), 'inputParameters');
	const input = inputs.find((one) => readText(one, 'target') === `${n8nNodeVariables.parameters}.operation`);
	const operation = input ? readText(input, 'source') : readOperation(findTaskHeader(node, n8nNodeHeaders.parameters));
	const name = typeof operation === 'string' ? operation.replace(/^="|"$/g, '') : '';
	if (name === answeredOperation) return whyNoAnswers;
	return name.endsWith('AndWait') ? waitReason : undefined;
}

/** Undefined for a text that is not JSON: another rule, or the job, says so. */
function readOperation(parameters: string | undefined): unknown {
	try {
		return (JSON.parse(parameters ?? '{}') as { operation?: unknown } | null)?.operation;
	} catch {
		return undefined;
	}
}
