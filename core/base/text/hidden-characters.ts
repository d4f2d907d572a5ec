/** Subdivision flags, the only honest use of tag characters: England, Scotland, Wales. */
const flag = String.raw`\u{e0067}\u{e0062}(?:\u{e0065}\u{e006e}\u{e0067}|\u{e0073}\u{e0063}\u{e0074}|\u{e0077}\u{e006c}\u{e0073})\u{e007f}`;

/** What belongs to visible characters: parts of emoji, and the joiners and variants of scripts that need them, and the blank between words of Braille. */
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

/** Characters that nobody sees, or that show a text in another order than it is read. */
const unseen = String.raw`\p{Default_Ignorable_Code_Point}\ufff9-\ufffb`;

/** Characters that control a terminal or a printer. Tabs and what ends a line or a page stay. */
const control = String.raw`\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f`;

/** Matches one character of a class, given as a pattern, that belongs to no visible one. */
export const matchUnseen = (others = ''): RegExp => new RegExp(`[${unseen}${others}](?<!${visibles})`, 'gu');

/** Matches what nobody writes by accident: letters as tags, a text turned around, and four or more of the others in a row. */
const smuggled = new RegExp(`[\\u{e0020}-\\u{e007f}\\u202e]+|[${unseen}]{4,}`, 'gu');
const hidden = matchUnseen(control);
/** Quick for most texts; of these characters, Latin-1 has the soft hyphen and those that control. */
const mayHide = new RegExp(`[${control}\\xad\\u0100-\\uffff]`);
const any = new RegExp(`[${unseen}${control}]`, 'u');
const hides = (text: string): boolean => mayHide.test(text) && any.test(text);

/** An order to a terminal, such as `ESC[8m`, which hides what follows, or the address of a link. */
const terminalOrder = new RegExp(
	String.raw`(?:\u001b\[|\u009b)[0-?]{0,40}[ -/]{0,5}[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]{0,2000}(?:\u0007|\u001b\\|\u009c)?`,
	'g',
);

/** Removes the characters that nobody sees, and orders to a terminal with all that belongs to them. */
export const removeHidden = (text: string): string => (hides(text) ? text.replace(terminalOrder, '').replace(hidden, '') : text);

const order = new RegExp(String.raw`[\u0008\u001b\u007f\u0090-\u009f]`, 'g');

/** Finds the characters by which a text erases, hides or recolours itself in a terminal. */
export function findTerminalOrders(text: string): Array<{ start: number; end: number }> {
	return hides(text) ? [...text.matchAll(order)].map(({ index }) => ({ start: index, end: index + 1 })) : [];
}

/** Finds the places where hidden characters carry something, such as a second text. */
export function findSmuggled(text: string): Array<{ start: number; end: number }> {
	if (!hides(text)) return [];
	return [...text.matchAll(smuggled)]
		.map(({ 0: { length }, index }) => ({ start: index, end: index + length }))
		.filter(({ start, end }) => !isFlag(text.slice(Math.max(0, start - 2), end)));
}

const isFlag = (text: string): boolean => removeHidden(text) === text;
