import type { Rule } from 'bpmnlint';
import { findNearName } from '../../../core/base/text/near-name';
import type { Deployment } from '../deployment';
import { findExtension, isExpression, readText } from '../moddle';

/** A task whose form is not deployed stops with an incident. See docs/rules/known-form.md. */
export function knownForm({ formIds }: Deployment): Rule {
	return {
		check(node, reporter) {
			const id = readText(findExtension(node, 'zeebe:FormDefinition'), 'formId');
			if (formIds === undefined || id === '' || isExpression(id) || formIds.includes(id)) return;
			const near = findNearName(id, formIds);
			const choice = near === undefined ? `Use one of: ${formIds.join(', ') || 'none yet'}.` : `Did you mean "${near}"?`;
			reporter.report(node.id ?? '', `has the form "${id}", which is in none of the form files`, {
				fix: `${choice} If the form is deployed already, deploy the files separately.`,
			});
		},
	};
}
