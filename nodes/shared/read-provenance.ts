import type { IExecuteFunctions } from 'n8n-workflow';
import { type Origin, readOrigins } from '../../core/ports/memory';
import { readSensitivity, type Sensitivity } from '../../core/ports/sensitivity';

/** Reads where the texts of an item come from, and their labels, as an agent before this node returned them. */
export function readProvenance(context: IExecuteFunctions, item: number): { origins?: Origin[]; sensitivity?: Sensitivity } {
	const { json = {} } = context.getInputData()[item] ?? {};
	const origins = readOrigins(json.origins);
	const sensitivity = readSensitivity(json.sensitivity);
	return { ...(origins && { origins }), ...(sensitivity && { sensitivity }) };
}
