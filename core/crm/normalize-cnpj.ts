import { charactersIn } from '../guardrails/personal-data/pt-br/check-digits';
import { isCnpj } from '../guardrails/personal-data/pt-br/br-cnpj';

/** Returns the fourteen characters of a CNPJ (letters as of July 2026) in capitals; undefined if its check digits are wrong. */
export function normalizeCnpj(written: string): string | undefined {
	const characters = charactersIn(written);
	return isCnpj(characters) ? characters : undefined;
}
