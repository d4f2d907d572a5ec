import { mapTexts } from '../../base/text/map-texts';
import { maskText } from '../../guardrails/masking/mask-text';
import { personalDataTypes } from '../../guardrails/personal-data/types';
import { maskSecrets } from '../../guardrails/secrets/mask-secrets';
import { maxCharacters, scanSecrets } from '../../guardrails/secrets/scan-secrets';

/** Replaces keys, tokens and passwords in all texts. Leaves out texts too long to search. */
export const hideSecretsIn = <Value>(value: Value): Promise<Value> => mapTexts(value, hideSecretsOf);

/** Partial masks of guardrails: a model may read the rest, a record may not keep it. */
const maskedInPart = /[^\s*]{0,100}\*{3,100}[^\s]{0,100}/g;

export async function hidePrivate(text: string): Promise<string> {
	const { text: masked } = await maskText(await hideSecretsOf(text), { mask: 'redact', types: [...personalDataTypes] });
	return masked.replace(maskedInPart, '[MASKED]');
}

async function hideSecretsOf(text: string): Promise<string> {
	if (text.length > maxCharacters) return '[TOO LONG]';
	return maskSecrets(text, await scanSecrets(text), 'redact');
}
