const name =
	'(?:(?:see|cf\\.?|per|from|according to|ver|veja|vide|conforme|segundo|de acordo com)(?: (?:the|as?|os?))? )?(?:passages?|passage(?:m|ns)|trechos?|sources?|fontes?|documents?|documentos?)(?: (?:n(?:[.º°]|ro?|o)?|no\\.|number|número|#))?';
const list = String.raw`\d{1,3}(?: ?(?:,|;|&|\band\b|\be\b) ?\d{1,3}){0,9}`;
const forms = new RegExp(
	String.raw`\[\[ ?(${list}) ?\]\]|\[ ?(?:\^|#|${name} )?(${list}) ?\](?!\()|【(?:${name} )?(${list})(?:†[^】\n]{0,60})?】|\(${name} (${list})\)`,
	'gi',
);

/**
 * Writes the citations of a model in the one form that is asked for: `[2][4]` for `[2, 4]`, `[[2]]`, `【2】`, `[^2]`, `[passage 2]` and `(passage 2)`. Leaves
 * out numbers without a passage, unless the form contains no other number.
 */
export function unifyCitations(answer: string, passages: number): string {
	return answer.replace(forms, (form: string, ...lists: (string | undefined)[]) => {
		const numbers = lists
			.slice(0, 4)
			.find((each) => each !== undefined)!
			.match(/\d+/g)!
			.map(Number);
		const known = numbers.filter((number) => number >= 1 && number <= passages);
		return known.length > 0 ? known.map((number) => `[${number}]`).join('') : form;
	});
}

/** Replaces all citations, in all forms, with the spaces before them. */
export const replaceCitations = (answer: string, replacement: string): string =>
	answer.replace(new RegExp(String.raw`[ \t]{0,4}(?:${forms.source})`, forms.flags), replacement);

/** Finds citations without a passage, in all forms, with the spaces before them. Brackets that follow a name, as in `items[9]`, are code. */
export function findUnknownCitations(answer: string, passages: number): Array<{ start: number; end: number }> {
	return [...answer.matchAll(forms)].flatMap(({ 0: form, index }) => {
		const isKnown = form.match(/\d+/g)!.some((number) => Number(number) >= 1 && Number(number) <= passages);
		if (isKnown || /[\p{L}\p{N}_]/u.test(answer.charAt(index - 1))) return [];
		return [{ start: answer.slice(0, index).trimEnd().length, end: index + form.length }];
	});
}
