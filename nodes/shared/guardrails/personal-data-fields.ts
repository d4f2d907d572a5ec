import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { localeNames, type LocaleName, personalDataTypes } from '../../../core/guardrails/personal-data/types';

const locales: Record<LocaleName, string> = { intl: 'Everywhere', en: 'English', us: 'United States', 'pt-BR': 'Brazil' };

export function personalDataFields(displayOptions?: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Personal Data Types',
			name: 'types',
			type: 'multiOptions',
			options: typeOptions,
			default: [],
			hint: 'Leave empty to recognize every type except names of people',
			description: 'The types to recognize',
		},
		{
			displayName: 'Include Names of People',
			name: 'includeNames',
			type: 'boolean',
			default: false,
			description: 'Whether to recognize names of people too. They are found by the words around them, so some are missed.',
		},
		{
			displayName: 'Countries and Languages',
			name: 'locales',
			type: 'multiOptions',
			options: localeOptions,
			default: [],
			hint: 'Leave empty for all',
			description: 'Recognizes only the documents and formats of these countries and languages',
		},
	].map((field) => ({ ...field, ...(displayOptions && { displayOptions }) }) as INodeProperties);
}

export const typeOptions = personalDataTypes.map((type) => ({ name: toLabel(type), value: type })).sort(byName);

export const localeOptions = localeNames.map((locale) => ({ name: locales[locale], value: locale })).sort(byName);

/** `BR_VOTER_ID` as `BR Voter ID`. */
function toLabel(type: string): string {
	const short = /^(BR|US|IP|MAC|URL|ID|CPF|CNPJ|CEP|RG|CNH|NIS|CNS|CNJ|CNM|CIB|IPTU|IBAN|SSN)$/;
	const asWritten: Record<string, string> = { OF: 'of', MATRICULA: 'Matrícula', IMOVEL: 'Imóvel' };
	return type
		.split('_')
		.map((word) => asWritten[word] ?? (short.test(word) ? word : word[0] + word.slice(1).toLowerCase()))
		.join(' ');
}

function byName(one: { name: string }, other: { name: string }): number {
	return one.name.localeCompare(other.name, 'en');
}
