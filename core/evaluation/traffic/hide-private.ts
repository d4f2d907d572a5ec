import { mapTexts } from '../../base/text/map-texts';
import { maskText } from '../../guardrails/masking/mask-text';
import { personalDataTypes } from '../../guardrails/personal-data/types';
import { maskSecrets } from '../../guardrails/secrets/mask-secrets';
import { maxCharacters, scanSecrets } from '../../guardrails/secrets/scan-secrets';

/** Replaces keys, tokens and passwords in every text of a value. Texts that are too long to be searched are left out. */
export const hideSecretsIn = <Value>(value: Value): Promise<Value> => mapTexts(value, hideSecretsOf);

/** Replaces personal data of all types, keys, tokens and passwords. */
export async function hidePrivate(text: string): Promise<string> {
	return (await maskText(await hideSecretsOf(text), { mask: 'redact', types: [...personalDataTypes] })).text;
}

async function hideSecretsOf(text: string): Promise<string> {
	if (text.length > maxCharacters) return '[TOO LONG]';
	return maskSecrets(text, await scanSecrets(text), 'redact');
}
