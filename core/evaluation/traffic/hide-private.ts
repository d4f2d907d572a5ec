import { mapTexts } from '../../base/text/map-texts';
import { maskText } from '../../guardrails/masking/mask-text';
import { personalDataTypes } from '../../guardrails/personal-data/types';
import { maskSecrets } from '../../guardrails/secrets/mask-secrets';
import { maxCharacters, scanSecrets } from '../../guardrails/secrets/scan-secrets';

/** Replaces keys, tokens and passwords in every text of a value. Texts that are too long to be searched are left out. */
export const hideSecretsIn = <Value>(value: Value): Promise<Value> => mapTexts(value, hideSecretsOf);

/** What a guardrail masked in part: a model can read the rest of it, but a record is for nobody who has to. */
const maskedInPart = /[^\s*]{0,100}\*{3,100}[^\s]{0,100}/g;

/** Replaces personal data of all types, keys, tokens and passwords, also what was masked in part. */
export async function hidePrivate(text: string): Promise<string> {
	const { text: masked } = await maskText(await hideSecretsOf(text), { mask: 'redact', types: [...personalDataTypes] });
	return masked.replace(maskedInPart, '[MASKED]');
}

async function hideSecretsOf(text: string): Promise<string> {
	if (text.length > maxCharacters) return '[TOO LONG]';
	return maskSecrets(text, await scanSecrets(text), 'redact');
}
