import type { PersonalDataType } from '../../agents/agent-definition';
import type { Language, Match } from '../../ports';
import { brCpf } from './br-cpf';
import { emailAddress } from './email-address';
import { phoneNumber } from './phone-number';
import type { Recognizer } from './recognizer';

/** Every kind of personal data that Troupe recognises. */
export const recognizers: Record<PersonalDataType, Recognizer> = {
	EMAIL_ADDRESS: emailAddress,
	PHONE_NUMBER: phoneNumber,
	BR_CPF: brCpf,
};

/** The recognizer of a type, as it stands in a match. */
export function recognizerOf(type: string): Recognizer {
	return recognizers[type as PersonalDataType];
}

/** The kinds among the matches as people call them, each once. */
export function namesOf(matches: Match[], language: Language): string {
	return [...new Set(matches.map(({ type }) => recognizerOf(type).name[language]))].join(', ');
}
