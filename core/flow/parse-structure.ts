import { parse } from 'yaml';
import { hostileYaml } from '../base/text/hostile-yaml';

const longestText = 200_000;

/** Reads JSON or YAML; undefined for a text without a structure. */
export function parseStructure(text: string): unknown {
	if (text.length > longestText) return undefined;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		// A list or a map of YAML begins with its first item or field, or with a bracket, as a map of Python does. Where a quote in a text has a mark of
		// its own, the text could leave its field: YAML knows no such mark.
		if (!/^(?:- |[\w-]{1,64}:(?: |\n))/.test(text) && (!/^[[{]/.test(text) || text.includes("\\'"))) return undefined;
	}
	try {
		return parse(text, { ...hostileYaml, maxAliasCount: 0 }) as unknown;
	} catch {
		return undefined;
	}
}
