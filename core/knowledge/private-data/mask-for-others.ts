import { maskText } from '../../guardrails/masking/mask-text';
import { scanPersonalData } from '../../guardrails/personal-data/find-personal-data';
import { chooseRecognizers } from '../../guardrails/personal-data/recognizers';
import { maskSecrets } from '../../guardrails/secrets/mask-secrets';
import { findSecretsOfText } from './secrets-of-text';

/** Default types without page addresses: those of a handbook identify nobody. */
const types = chooseRecognizers({})
	.map(({ type }) => type)
	.filter((type) => type !== 'URL');

/** For a model on another machine: `[EMAIL]`, `[CPF]`, `[SECRET]`. */
export async function maskForOthers(text: string): Promise<{ text: string; masked: number }> {
	const secrets = await findSecretsOfText(text);
	const { text: hidden, matches } = await maskText(maskSecrets(text, secrets, 'redact'), { mask: 'redact', types });
	return { text: hidden, masked: secrets.length + matches.length };
}

export async function findPrivateTypes(text: string): Promise<string[]> {
	const found = (await scanPersonalData(text, { types })).map(({ type }) => type);
	const secrets = await findSecretsOfText(text);
	return [...new Set([...found.sort(), ...(secrets.length > 0 ? ['SECRET'] : [])])];
}
