import type { ModdleElement } from 'bpmn-moddle';
import type { Rule } from 'bpmnlint';
import { findSyntaxFault } from '../../feel/syntax-fault';
import { findOwner, listExpressions } from './expressions';

/** Invalid FEEL prevents deployment. See docs/rules/feel-valid.md. */
export function feelValid(): Rule {
	return {
		check(node, reporter) {
			for (const { property, expression } of listExpressions(node)) {
				// An empty one is the matter of the rule that knows the property.
				const fault = expression.trim() === '' ? undefined : findSyntaxFault(expression);
				if (fault)
					reporter.report(idOf(node), `has a value of "${property}" that is not FEEL: ${shorten(expression)}: ${fault.reason}`, {
						fix: fault.fix,
					});
			}
		},
	};
}

const idOf = (node: ModdleElement): string => findOwner(node)?.id ?? '';

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
