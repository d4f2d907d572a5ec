import type { Rule } from 'bpmnlint';
import { isNumberLiteral } from '../../literals';
import { findOwner } from '../expressions/expressions';

const withRetries = ['zeebe:TaskDefinition', 'zeebe:ExecutionListener', 'zeebe:TaskListener'];

/** Zeebe reads constant retries as a number; another text is an incident when the job would be made. See docs/rules/retries-are-a-number.md. */
export function retriesAreANumber(): Rule {
	return {
		check(node, reporter) {
			const { retries } = withRetries.includes(node.$type) ? node : { retries: undefined };
			if (typeof retries !== 'string' || retries.startsWith('=') || isWhole(retries)) return;
			reporter.report(findOwner(node)?.id ?? '', `has the retries "${retries}", which are not a whole number`, {
				fix: 'Write a number, such as 3, or a FEEL expression that begins with "=".',
			});
		},
	};
}

/** Zeebe drops the decimals of 1.5, and takes blanks around a number for a part of a text. */
const isWhole = (text: string): boolean => isNumberLiteral(text) && Number.isInteger(Number(text));
