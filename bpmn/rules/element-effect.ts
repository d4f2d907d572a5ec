import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { findTaskHeader, readJobType } from './moddle';
import { effectProperty, listTools, readEffect } from './agents/toolbox';

const effects = ['reads', 'reversible', 'reversible-elsewhere', 'irreversible'];

/** A wrong effect of an element takes a question from people. See docs/rules/element-effect.md. */
export function elementEffect(): Rule {
	return {
		check(node, reporter) {
			if (node.$type !== 'bpmn:AdHocSubProcess') return;
			for (const tool of listTools(node)) {
				const effect = readEffect(tool);
				if (effect === undefined) continue;
				const method = findMethod(tool);
				if (!effects.includes(effect))
					reporter.report(tool.id ?? '', `has the ${effectProperty} "${effect}", which is unknown, so that it counts as irreversible`, {
						fix: `Use one of: ${effects.join(', ')}.`,
					});
				else if (effect === 'reads' && method !== undefined)
					reporter.report(tool.id ?? '', `has the ${effectProperty} "reads", but sends a ${method}: nobody is asked about it`, {
						fix: 'Say "reads" only of a request that changes nothing, such as a search.',
						category: 'warn',
					});
			}
		},
	};
}

/** Returns the method of a request that usually changes something. */
function findMethod(element: ModdleElement): string | undefined {
	const method = findTaskHeader(element, 'method')?.toUpperCase();
	return readJobType(element) !== 'troupe:http' || method === undefined || ['GET', 'HEAD', 'OPTIONS'].includes(method) ? undefined : method;
}
