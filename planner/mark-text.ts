import { hash } from 'node:crypto';

/** Puts a text of others between marks that it cannot close: the mark depends on the whole text. */
export function markText(kind: string, text: string): { mark: string; marked: string } {
	const mark = `${kind}-${hash('sha256', text).slice(0, 8)}`;
	return { mark, marked: `<${mark}>\n${text}\n</${mark}>` };
}
