import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { localeNames, type LocaleName, personalDataTypes, type PersonalDataType } from '../../../core/guardrails/personal-data/types';

/** Off by default: names are told by the words around them only, and dates need them too. */
const BY_CONTEXT: PersonalDataType[] = ['PERSON'];

const LOCALES: Record<LocaleName, string> = { intl: 'Everywhere', en: 'English', us: 'United States', 'pt-BR': 'Brazil' };

/** What is recognised when nobody chose. */
export const defaultTypes: PersonalDataType[] = personalDataTypes.filter((type) => !BY_CONTEXT.includes(type));

/** Which personal data is recognised. */
export function personalDataFields(displayOptions?: IDisplayOptions): INodeProperties[] {
	return [
		{
			displayName: 'Personal Data',
			name: 'types',
			type: 'multiOptions',
			options: typeOptions,
			default: defaultTypes,
			description:
				'What is recognised and masked; none for all but persons, which are told by the words around their names and so are off by default',
			...(displayOptions && { displayOptions }),
		},
		{
			displayName: 'Countries and Languages',
			name: 'locales',
			type: 'multiOptions',
			options: localeOptions,
			default: [...localeNames],
			description: 'Of the types chosen above, those of these are recognised; none for all',
			...(displayOptions && { displayOptions }),
		},
	];
}

export const typeOptions = personalDataTypes.map((type) => ({ name: nameOf(type), value: type })).sort(byName);

export const localeOptions = localeNames.map((locale) => ({ name: LOCALES[locale], value: locale })).sort(byName);

/** `BR_VOTER_ID` as `BR Voter ID`. */
function nameOf(type: string): string {
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
