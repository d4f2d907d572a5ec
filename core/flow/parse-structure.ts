import { parse } from 'yaml';
import { hostileYaml } from '../base/text/hostile-yaml';

const longestText = 200_000;

export function parseStructure(text: string): unknown {
	if (text.length > longestText) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		// YAML begins with an item, a field or a bracket (as do Python maps). An escaped quote inside a text could end its field, since YAML does not
		// know that escape.
		if (!/^(?:- |[\w-]{1,64}:(?: |\n))/.test(text) && (!/^[[{]/.test(text) || text.includes("\\'"))) return undefined;
	}
	try {
		return parse(text, { ...hostileYaml, maxAliasCount: 0 }) as unknown;
	} catch {
		return undefined;
	}
}
