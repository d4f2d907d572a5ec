import type { ElementContext } from '../flow/kernel';
import { lookUp } from '../state/instances/variables';

/** The code of the error or escalation that the event throws; a text that looks like a number stays one. @throws IncidentCause EXTRACT_VALUE_ERROR */
export function evaluateThrownCode({ kernel, process, instance, node: { event } }: ElementContext): string {
	const code = (event !== undefined && 'code' in event && event.code) || '';
	return code.startsWith('=') ? process.expressions.evaluateText(code, (name) => lookUp(kernel, instance.key, name)) : code;
}
