/** Pattern source of an open or whole tag, as browsers end it: `>` in quotes is part of a value. */
export const tagForm = String.raw`<\/?[a-z](?:=\s{0,20}"[^"]*"|=\s{0,20}'[^']*'|[^>])*>?`;
/** Pattern source of a style or script with its content, also unclosed. */
export const codeForm = String.raw`<(?:style|script)\b[^>]*>(?:[^<]|<(?!\/(?:style|script)))*`;

export interface TagRegion {
	start: number;
	end: number;
	isCode: boolean;
}

/** Lists tags, styles and scripts, which can contain addresses. */
export function listTags(text: string): TagRegion[] {
	const forms = new RegExp(`(${codeForm})|${tagForm}`, 'gi');
	return [...text.matchAll(forms)].map(({ 0: whole, 1: code, index }) => ({
		start: index,
		end: index + whole.length,
		isCode: code !== undefined,
	}));
}

export function endsInTag(text: string): boolean {
	const last = listTags(text).at(-1);
	return last !== undefined && last.end === text.length && (last.isCode || !text.endsWith('>'));
}

const lastAttribute = /[\s"'/]([^\s"'<>/=]{1,100})\s{0,20}=\s{0,20}(?:"([^"]*)|'([^']*)|([^\s"'>]*))$/;

export function readOpenAttribute(tag: string): { name: string; value: string } | undefined {
	const [, name, ...values] = lastAttribute.exec(tag) ?? [];
	return name === undefined ? undefined : { name: name.toLowerCase(), value: values.find((value) => value !== undefined) ?? '' };
}
