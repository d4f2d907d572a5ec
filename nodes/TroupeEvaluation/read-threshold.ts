import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';

/** @throws TroupeError INPUT_INVALID */
export function readThreshold(context: IExecuteFunctions, item: number): number {
	const value: unknown = context.getNodeParameter('threshold', item, 1);
	if (typeof value === 'number' && value >= 0 && value <= 1) return value;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The field "Threshold" is ${JSON.stringify(value)?.slice(0, 40)}; expected a number from 0 to 1.`,
		fix: 'Set it to the share of cases that must pass, such as 0.95.',
	});
}
