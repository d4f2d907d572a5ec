/** Subdivision flags use tag characters legitimately: England, Scotland, Wales. */
const flag = String.raw`\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`;

/** Invisible parts of visible text: in emoji, joiners and variants of scripts, the blank of Braille. */
const visibles = [
	String.raw`(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})`,
	String.raw`(?<=\p{Extended_Pictographic})[\ufe0e\ufe0f]`,
	String.raw`(?<=[#*0-9])\ufe0f(?=\u20e3)`,
	String.raw`(?<=\u{1f3f4}(?=${flag})[\u{e0061}-\u{e007a}]{0,5})[\u{e0061}-\u{e007f}]`,
	String.raw`(?<=[\p{M}\p{Script=Arabic}])[\u200c\u200d]`,
	String.raw`(?<=\p{Script=Han})[\u{e0100}-\u{e01ef}]`,
	String.raw`(?<=\p{Script=Mongolian})[\u180b-\u180d\u180f]`,
	String.raw`(?<=[\u2801-\u28ff])\u2800(?=[\u2801-\u28ff])`,
].join('|');

/** Invisible characters, and those that reorder the shown text. */
const unseen = String.raw`\p{Default_Ignorable_Code_Point}\ufff9-\ufffb`;

/** Control characters of terminals and printers, except tabs and ends of lines and pages. */
const control = String.raw`\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f`;

/** Matches one hidden character that belongs to no visible one. @param others more characters, as a pattern */
export const matchUnseen = (others = ''): RegExp => new RegExp(`[${unseen}${others}](?<!${visibles})`, 'gu');

/** Matches what nobody writes by accident: tag letters, reversed text, four or more hidden characters in a row. */
const smuggled = new RegExp(`[\\u{e0020}-\\u{e007f}\\u202e]+|[${unseen}]{4,}`, 'gu');
const hidden = matchUnseen(control);
/** Quick check for most texts: in Latin-1 only the soft hyphen and control characters can hide. */
const mayHide = new RegExp(`[${control}\\xad\\u0100-\\uffff]`);
const any = new RegExp(`[${unseen}${control}]`, 'u');
const hides = (text: string): boolean => mayHide.test(text) && any.test(text);

/** An escape sequence, such as `ESC[8m`, which hides the following text, or a link's address. */
const terminalOrder = new RegExp(
	String.raw`(?:\u001b\[|\u009b)[0-?]{0,40}[ -/]{0,5}[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]{0,2000}(?:\u0007|\u001b\\|\u009c)?`,
	'g',
);

export const removeHidden = (text: string): string => (hides(text) ? text.replace(terminalOrder, '').replace(hidden, '') : text);

const order = new RegExp(String.raw`[\u0008\u001b\u007f\u0090-\u009f]`, 'g');

export function findTerminalOrders(text: string): Array<{ start: number; end: number }> {
	return hides(text) ? [...text.matchAll(order)].map(({ index }) => ({ start: index, end: index + 1 })) : [];
}

/** Finds hidden characters that carry content, such as a second text. */
export function findSmuggled(text: string): Array<{ start: number; end: number }> {
	if (!hides(text)) return [];
	return [...text.matchAll(smuggled)]
		.map(({ 0: { length }, index }) => ({ start: index, end: index + length }))
		.filter(({ start, end }) => !isFlag(text.slice(Math.max(0, start - 2), end)));
}

const isFlag = (text: string): boolean => removeHidden(text) === text;
