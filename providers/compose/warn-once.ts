import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import { getErrorMessage } from '../../core/base/errors';

const warned = new Set<string>();

/** Warns of data that could not be stored, once for each reason. @param what ends with a colon */
export function warnOnce(code: string, what: string, fault: unknown): undefined {
	const message = `${what} ${getErrorMessage(fault)}`;
	if (warned.has(message)) return;
	if (warned.size > 100) warned.clear();
	warned.add(message);
	warnOperator(message, { code });
}
