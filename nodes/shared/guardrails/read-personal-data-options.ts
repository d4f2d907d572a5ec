import type { IExecuteFunctions } from 'n8n-workflow';
import type { PersonalDataOptions } from '../../../core/guardrails/personal-data/find-personal-data';

/** What a node's form says of the personal data to recognise. Where nothing is chosen all is: a form that was emptied hides nothing less. */
export function readPersonalDataOptions(context: Pick<IExecuteFunctions, 'getNodeParameter'>, item: number): PersonalDataOptions {
	const chosen = (field: string) => (context.getNodeParameter(field, item) as string[] | undefined)?.filter(Boolean) ?? [];
	const [types, locales] = [chosen('types'), chosen('locales')];
	return { ...(types.length > 0 && { types }), ...(locales.length > 0 && { locales }) } as PersonalDataOptions;
}
