import { formatNumber } from '../shared/format-number';
import type { HtmlElement } from './html-element';

export const labelAttribute = 'data-troupe-label';

const formats: Record<string, string> = { a: 'lowerLetter', A: 'upperLetter', i: 'lowerRoman', I: 'upperRoman' };

/** Adds the labels that browsers show (HTML, 4.4.5 and 4.4.8), unless present. */
export function labelItems(content: HtmlElement): void {
	for (const list of [...content.querySelectorAll('ol')]) {
		const items = [...list.children].filter(({ tagName }) => tagName === 'LI');
		const step = list.getAttribute('reversed') === null ? 1 : -1;
		let count = readInteger(list.getAttribute('start')) ?? (step > 0 ? 1 : items.length);
		for (const item of items) {
			count = readInteger(item.getAttribute('value')) ?? count;
			if (item.getAttribute(labelAttribute) === null)
				item.setAttribute(labelAttribute, `${formatNumber(count, formats[list.getAttribute('type') ?? ''] ?? 'decimal')}.`);
			count += step;
		}
	}
}

function readInteger(text: string | null): number | undefined {
	const number = Number.parseInt(text ?? '', 10);
	return Number.isSafeInteger(number) ? number : undefined;
}
