/** The source of a pattern for an open or whole tag, as browsers end it: `>` in quotes is part of a value. */
export const tagForm = String.raw`<\/?[a-z](?:=\s{0,20}"[^"]*"|=\s{0,20}'[^']*'|[^>])*>?`;
/** The source of a pattern for a style or a script with its content, also unclosed. */
export const codeForm = String.raw`<(?:style|script)\b[^>]*>(?:[^<]|<(?!\/(?:style|script)))*`;

/** A tag, or an element whose content is code. */
export interface TagRegion {
	start: number;
	end: number;
	isCode: boolean;
}

/** Lists the tags of a text and its styles and scripts, which hold addresses that are not between them. */
export function listTags(text: string): TagRegion[] {
	const forms = new RegExp(`(${codeForm})|${tagForm}`, 'gi');
	return [...text.matchAll(forms)].map(({ 0: whole, 1: code, index }) => ({
		...{ start: index, end: index + whole.length, isCode: code !== undefined },
	}));
}

/** Returns whether more text would continue a tag, a style or a script. */
export function endsInTag(text: string): boolean {
	const last = listTags(text).at(-1);
	return last !== undefined && last.end === text.length && (last.isCode || !text.endsWith('>'));
}

/** The attribute that an open tag ends in, with the part of its value. */
const lastAttribute = /[\s"'/]([^\s"'<>/=]{1,100})\s{0,20}=\s{0,20}(?:"([^"]*)|'([^']*)|([^\s"'>]*))$/;

/** Reads the attribute that the end of an open tag is the value of. */
export function readOpenAttribute(tag: string): { name: string; value: string } | undefined {
	const [, name, ...values] = lastAttribute.exec(tag) ?? [];
	return name === undefined ? undefined : { name: name.toLowerCase(), value: values.find((value) => value !== undefined) ?? '' };
}
