import type { IExecuteFunctions } from 'n8n-workflow';
import type { PersonalDataOptions } from '../../../core/guardrails/personal-data/find-personal-data';

/** What a node's form says of the personal data to recognise. */
export function readPersonalDataOptions(context: Pick<IExecuteFunctions, 'getNodeParameter'>, item: number): PersonalDataOptions {
	return {
		types: context.getNodeParameter('types', item) as PersonalDataOptions['types'],
		locales: context.getNodeParameter('locales', item) as PersonalDataOptions['locales'],
	};
}
