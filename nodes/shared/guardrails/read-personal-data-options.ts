import type { IExecuteFunctions } from 'n8n-workflow';
import type { PersonalDataOptions } from '../../../core/guardrails/personal-data/find-personal-data';
import { personalDataTypes } from '../../../core/guardrails/personal-data/types';

export function readPersonalDataOptions(context: Pick<IExecuteFunctions, 'getNodeParameter'>, item: number): PersonalDataOptions {
	const readChoices = (field: string) => (context.getNodeParameter(field, item) as string[] | undefined)?.filter(Boolean) ?? [];
	const locales = readChoices('locales');
	const types = withNames(readChoices('types'), context.getNodeParameter('includeNames', item, false) === true);
	return { ...(types.length > 0 && { types }), ...(locales.length > 0 && { locales }) } as PersonalDataOptions;
}

function withNames(types: string[], included: boolean): string[] {
	if (!included) return types;
	return types.length > 0 ? [...new Set([...types, 'PERSON'])] : [...personalDataTypes];
}
