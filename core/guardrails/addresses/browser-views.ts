import { characterOf, findEntity } from '../personal-data/reading/entities';

const entity = /&(?:#x0*([0-9a-f]{1,6});?|#0*(\d{1,7});?|([a-z]{2,8});)/gi;
const escapedInMarkdown = /\\([!-/:-@[-`{-~])/g;
const ignored = /[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Lists readings of a text as an address: decodes HTML entities, then treats slashes and dots as browsers do
 * (https://url.spec.whatwg.org/#concept-basic-url-parser). A backslash is a slash to them, and an escape in Markdown.
 */
export function listViews(text: string): string[] {
	const decoded = text.replace(entity, decode);
	return [...new Set([decoded, decoded.replace(escapedInMarkdown, '$1')].map(normalise))];
}

function decode(whole: string, hex?: string, decimal?: string, name?: string): string {
	if (name) return findEntity(name) ?? whole;
	return characterOf(hex ? parseInt(hex, 16) : Number(decimal)) ?? whole;
}

const normalise = (text: string): string =>
	text.normalize('NFKC').replace(ignored, '').replaceAll('。', '.').replace(/%2e/gi, '.').replaceAll('\\', '/');
