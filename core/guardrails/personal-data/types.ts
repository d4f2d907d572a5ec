/** Names in matches, policies and the command line. Types of a country begin with its ISO 3166 code. */
export const personalDataTypes = [
	'EMAIL_ADDRESS',
	'PHONE_NUMBER',
	'CREDIT_CARD',
	'IBAN_CODE',
	'IP_ADDRESS',
	'MAC_ADDRESS',
	'URL',
	'CRYPTO',
	'DATE_OF_BIRTH',
	'PERSON',
	'US_SSN',
	'BR_CPF',
	'BR_CNPJ',
	'BR_PIX_KEY',
	'BR_CEP',
	'BR_RG',
	'BR_CNH',
	'BR_NIS',
	'BR_CNS',
	'BR_VOTER_ID',
	'BR_PLATE',
	'BR_RENAVAM',
	'BR_CNJ',
	'BR_CNM',
	'BR_CIB',
	'BR_IPTU',
	'BR_MATRICULA_IMOVEL',
] as const;

export type PersonalDataType = (typeof personalDataTypes)[number];

export const localeNames = ['intl', 'en', 'us', 'pt-BR'] as const;

export type LocaleName = (typeof localeNames)[number];
