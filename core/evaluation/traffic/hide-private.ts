import { mapTexts } from '../../base/text/map-texts';
import { maskSecrets } from '../../guardrails/secrets/mask-secrets';
import { maxCharacters, scanSecrets } from '../../guardrails/secrets/scan-secrets';

/** Replaces keys, tokens and passwords in every text of a value. Texts that are too long to be searched are left out. */
export const hideSecretsIn = <Value>(value: Value): Promise<Value> => mapTexts(value, hideSecretsOf);

async function hideSecretsOf(text: string): Promise<string> {
	if (text.length > maxCharacters) return '[TOO LONG]';
	return maskSecrets(text, await scanSecrets(text), 'redact');
}
