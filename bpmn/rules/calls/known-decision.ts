import type { Rule } from 'bpmnlint';
import type { Deployment } from '../deployment';
import { findExtension, isExpression, readText } from '../moddle';

/** A call of an undeployed decision stops with an incident. See docs/rules/known-decision.md. */
export function knownDecision({ decisionIds }: Deployment): Rule {
	return {
		check(node, reporter) {
			const called = findExtension(node, 'zeebe:CalledDecision');
			const id = readText(called, 'decisionId');
			if (decisionIds === undefined || id === '' || isExpression(id) || decisionIds.includes(id)) return;
			reporter.report(node.id ?? '', `calls the decision "${id}", which is in none of the DMN files`, {
				fix: `Use one of: ${decisionIds.join(', ') || 'none yet'}. If the decision is deployed already, deploy the files separately.`,
			});
		},
	};
}
