import type { Rule } from 'bpmnlint';
import { findTaskHeader, readJobType } from '../moddle';

/** Whoever deploys a model sees what its tasks go without. See docs/rules/standard-policy-on.md. */
export function standardPolicyOn(): Rule {
	return {
		check(node, reporter) {
			const parts = readJobType(node) === 'troupe:model' ? (findTaskHeader(node, 'standardWithout') ?? '').trim() : '';
			if (parts === '') return;
			reporter.report(node.id ?? '', `asks a model without ${parts} of the standard policy`, {
				fix: 'Remove the header "standardWithout", unless the task needs what these parts stop (docs/guardrails/standard.md).',
				category: 'warn',
			});
		},
	};
}
