import type { Language } from '../../../core/base/text/languages';
import { findDuration } from '../../wish/durations';
import { shorten } from '../../wish/sentences';

const figure = String.raw`(?:r\$|us\$|\$|€|£)?\s*(\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?)\s*(?:k\b|mil\b|thousand\b|million\b|milh(?:ão|ões))?`;
const comparisons: Record<Language, Array<[string, string]>> = {
	en: [
		['is not (?:more|greater|higher|larger) than|is at most|does not exceed|is no more than|up to', '<='],
		['is at least|is no less than|reaches', '>='],
		['(?:is|are|costs?|was)?\\s*(?:above|over|more than|greater than|higher than|larger than|bigger than|beyond)|exceeds?', '>'],
		['(?:is|are|costs?|was)?\\s*(?:below|under|less than|lower than|smaller than|fewer than)', '<'],
	],
	pt: [
		['não (?:passa|passar|ultrapassa|ultrapassar|excede) de|(?:é|são|for|forem|seja|sejam) (?:de )?(?:no máximo|até)|até', '<='],
		['(?:é|são|for|forem|seja|sejam|tem|têm|tiver|tiverem) (?:de )?(?:pelo menos|no mínimo)', '>='],
		[
			'(?:é|são|for|forem|seja|sejam|estiver|estiverem|custa|custam|custar|custarem)?\\s*(?:acima de|maior (?:do )?que|mais (?:de|que|do que)|superior a)|passa(?:r)? de|ultrapassa(?:r)?|excede(?:r)?',
			'>',
		],
		[
			'(?:é|são|for|forem|seja|sejam|estiver|estiverem|custa|custam|custar|custarem)?\\s*(?:abaixo de|menor (?:do )?que|menos (?:de|que|do que)|inferior a)',
			'<',
		],
	],
};
const shapes: Record<Language, Array<[string, string]>> = {
	en: [
		[String.raw`(?:is|are|costs?|was)?\s*${figure}[^.;\d]{0,12}?\b(?:or (?:more|above|higher)|and (?:more|up|above)|upwards)\b`, '>='],
		[String.raw`(?:is|are|costs?|was)?\s*${figure}[^.;\d]{0,12}?\b(?:or (?:less|below|lower|under))\b`, '<='],
		[String.raw`\b(?:from|starting (?:at|from|with))\s*${figure}`, '>='],
		...comparisons.en.map(([words, operator]): [string, string] => [String.raw`(?:${words})\s*${figure}`, operator]),
	],
	pt: [
		[
			String.raw`(?:é|são|for|forem|seja|sejam|custa|custam|custar|custarem)?\s*(?:de )?${figure}[^.;\d]{0,12}?(?:ou (?:mais|acima)|para cima|em diante)(?!\p{L})`,
			'>=',
		],
		[
			String.raw`(?:é|são|for|forem|seja|sejam|custa|custam|custar|custarem)?\s*(?:de )?${figure}[^.;\d]{0,12}?ou (?:menos|abaixo)(?!\p{L})`,
			'<=',
		],
		[String.raw`(?:é |for |seja )?(?:a partir de|desde)\s*${figure}`, '>='],
		...comparisons.pt.map(([words, operator]): [string, string] => [String.raw`(?:${words})\s*${figure}`, operator]),
	],
};
interface Threshold {
	operator?: string;
	value: number;
}

/** Finds the limit of an amount in an answer: `above 5,000`, `5k or more`, `a partir de R$ 5.000`, or a figure alone. */
export function readThreshold(words: string, language: Language): Threshold | undefined {
	const text = shorten(words.toLowerCase(), 300);
	// A duration is not an amount.
	if (findDuration(text) !== undefined) return undefined;
	for (const [shape, operator] of shapes[language]) {
		const found = new RegExp(`(?<!\\p{L})${shape}`, 'u').exec(text);
		if (found) return asThreshold(operator, found);
	}
	const alone = new RegExp(String.raw`^\W*${figure}[^\d]{0,20}$`, 'u').exec(text);
	return alone ? asThreshold(undefined, alone) : undefined;
}

function asThreshold(operator: string | undefined, found: RegExpExecArray): Threshold | undefined {
	const value = readFigure(found[1]!, found[0]);
	return Number.isFinite(value) ? { ...(operator && { operator }), value } : undefined;
}

/** Reads `1,000.50` and `1.000,50`: the last mark before one or two digits is the decimal one. */
function readFigure(text: string, around: string): number {
	const decimal = /[.,](\d{1,2})$/.exec(text);
	const whole = (decimal ? text.slice(0, decimal.index) : text).replace(/[.,]/g, '');
	return Number(`${whole}${decimal ? `.${decimal[1]}` : ''}`) * scaleOf(around);
}

function scaleOf(text: string): number {
	if (/\d\s*(?:million|milh(?:ão|ões))(?!\p{L})/u.test(text)) return 1_000_000;
	return /\d\s*(?:k|mil|thousand)(?!\p{L})/u.test(text) ? 1_000 : 1;
}
