import type { Rule } from 'bpmnlint';
import { findNearName } from '../../../core/base/text/near-name';
import type { Deployment } from '../deployment';
import { listProperties } from '../../templates';
import { findOwner } from '../expressions/expressions';
import { readJobType } from '../moddle';
import { listReadNames } from './variable-names';

/** A misspelled variable is null, and what uses it goes wrong without an error. See docs/rules/variable-spelled.md. */
export function variableSpelled({ readVariables }: Deployment): Rule {
	return {
		check(node, reporter) {
			const element = findOwner(node);
			const owner = element?.id ?? '';
			const inputs = element ? listProperties(readJobType(element)).map(({ binding }) => binding.name) : [];
			for (const name of listReadNames(node)) {
				const { written, readers } = readVariables();
				if (written.has(name) || (readers.get(name)?.size ?? 0) > 1) continue;
				// The name that the job reads is not the one that is misspelled.
				if (inputs.includes(name)) continue;
				const near = findNearName(name, [...written]);
				if (near === undefined || isOtherNumber(name, near)) continue;
				reporter.report(owner, `uses the variable "${name}", which nothing writes`, {
					fix: `Did you mean "${near}"? If "${name}" comes from outside, name it less alike.`,
					category: 'warn',
				});
			}
		},
	};
}

const isOtherNumber = (one: string, other: string): boolean => one === `${other}s` || other === `${one}s` || hasOtherDigits(one, other);

const hasOtherDigits = (one: string, other: string): boolean => one.replace(/\d/g, '') === other.replace(/\d/g, '');
