const name =
	'(?:(?:see|cf\\.?|per|from|according to|ver|veja|vide|conforme|segundo|de acordo com)(?: (?:the|as?|os?))? )?(?:passages?|passage(?:m|ns)|trechos?|sources?|fontes?|documents?|documentos?)(?: (?:n(?:[.º°]|ro?|o)?|no\\.|number|número|#))?';
const list = String.raw`\d{1,3}(?: ?(?:,|;|&|\band\b|\be\b) ?\d{1,3}){0,9}`;
const forms = new RegExp(
	// The last form is that in which the passages are shown.
	String.raw`\[\[ ?(${list}) ?\]\]|\[ ?(?:\^|#|${name} )?(${list}) ?\](?!\()|【(?:${name} )?(${list})(?:†[^】\n]{0,60})?】|\(${name} (${list})\)|<\/?passage(?: number=)? ?["']?(${list})["']?[^<>\n]{0,99}>`,
	'gi',
);
const inProse = '(?:the |as? |os? )?(?:passages?|passage(?:m|ns)|trechos?)';
/** "According to passage 2, it costs 5.", "Passage 2 says that it costs 5." */
const prose = new RegExp(
	String.raw`(^|[.!?…]\s{1,3}|\n\s{0,9}(?:[-*•]\s{1,3})?)(?:(?:according to|as per|per|based on|as (?:stated|written) in|conforme|segundo|de acordo com|com base n[ao]) ${inProse} (${list}),? |${inProse} (${list}) (?:says?|states?|mentions?|explains?|confirms?|diz(?:em)?|afirmam?|informam?|explicam?)(?: that| que)?,? )((?:[^.!?…\n]|\.(?=\d)){3,400})`,
	'giu',
);
/** At the end: "It costs 5, according to passage 2." */
const atEnd = new RegExp(
	String.raw`,? (?:according to|as per|as (?:stated|written) in|conforme|segundo|de acordo com|como diz) ${inProse} (${list})(?=[.!?…]|\n|$)`,
	'giu',
);

/**
 * `[2][4]` for `[2, 4]`, `[[2]]`, `【2】`, `[^2]`, `[passage 2]`, `(passage 2)`, `<passage number="2">` and "according to passage 2". Drops numbers
 * without a passage, unless the form contains no other.
 */
export function unifyCitations(answer: string, passages: number): string {
	const write = (numbers: string): string =>
		(numbers.match(/\d+/g) ?? [])
			.map(Number)
			.filter((number) => number >= 1 && number <= passages)
			.map((number) => `[${number}]`)
			.join('');
	return answer
		.replace(atEnd, (form: string, numbers: string) => (write(numbers) === '' ? form : ` ${write(numbers)}`))
		.replace(prose, (sentence: string, before: string, first: string | undefined, second: string | undefined, said: string) => {
			const cited = write(first ?? second!);
			const rest = `${before}${said.charAt(0).toUpperCase()}${said.slice(1)}`;
			return cited === '' ? sentence : said.search(forms) >= 0 ? rest : `${rest} ${cited}`;
		})
		.replace(
			forms,
			(form: string, ...lists: (string | undefined)[]) => write(lists.slice(0, 5).find((each) => each !== undefined)!) || form,
		);
}

export const replaceCitations = (answer: string, replacement: string): string =>
	answer.replace(new RegExp(String.raw`[ \t]{0,4}(?:${forms.source})`, forms.flags), replacement);

/** In all forms, with the spaces before them. Brackets that follow a name, as in `items[9]`, are code. */
export function findUnknownCitations(answer: string, passages: number): Array<{ start: number; end: number }> {
	return [...answer.matchAll(forms)].flatMap(({ 0: form, index }) => {
		const isKnown = form.match(/\d+/g)!.some((number) => Number(number) >= 1 && Number(number) <= passages);
		if (isKnown || /[\p{L}\p{N}_]/u.test(answer.charAt(index - 1))) return [];
		return [{ start: answer.slice(0, index).trimEnd().length, end: index + form.length }];
	});
}
