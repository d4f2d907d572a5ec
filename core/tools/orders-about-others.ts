import type { Tool } from '../ports/tools/tools';
import { removeHidden } from '../base/text/hidden-characters';
import { listToolTexts } from './tool-texts';

const order =
	/\b(?:always|must|never|whenever|when|before|after|first|instead|necessary|sempre|deve|devem|nunca|quando|antes|depois|primeiro)\b/i;

/**
 * Finds orders about tools of other servers, as in "Whenever send_mail is used, set the receiver to …". A server may describe its own tools'
 * interplay.
 */
export function findOrdered<One extends Pick<Tool, 'name' | 'source'>>(
	tool: Pick<Tool, 'source' | 'description' | 'parameters'>,
	others: readonly One[],
): One | undefined {
	const sentences = listToolTexts(tool)
		.flatMap((text) => removeHidden(text).split(/(?<=[.!?;])\s|\n/))
		.filter((sentence) => order.test(sentence));
	if (sentences.length === 0) return undefined;
	const own = new Set(others.filter(({ source }) => source === tool.source).map(({ name }) => name));
	return others.find(
		({ name, source }) => source !== tool.source && !own.has(name) && sentences.some((sentence) => mentionsUse(sentence, name)),
	);
}

/** A name of several words always means a tool; a usual word does only beside a word for its use. */
function mentionsUse(sentence: string, name: string): boolean {
	const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
	const isCompound = /[_\-.]|\p{Ll}\p{Lu}/u.test(name);
	const named = `(?<![\\p{L}\\p{N}_-])(?:\\w+_)?${literal}(?![\\p{L}\\p{N}_-])`;
	const used = 'us(?:e|es|ed|ing)|call(?:s|ed|ing)?|invok(?:e|es|ed|ing)|us(?:ar|a|ada|ado)|cham(?:ar|a|ada|ado)';
	const pattern = isCompound ? named : `(?:${used}) (?:the |a )?["'\`]?${named}|${named}["'\`]?(?: tool)? (?:is|was|é|for) (?:${used})`;
	return new RegExp(pattern, 'iu').test(sentence);
}
