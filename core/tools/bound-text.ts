import type { Language } from '../base/text/languages';
import { toldCalls } from '../prompt-texts/calls';

/** Prefers a cut at a space within this distance: half a number or address would be another value, which no guardrail recognises. */
const near = 200;
const tailShare = 0.25;

/** Long texts keep beginning and end, with a note about the omission: at most `max` characters, and the note. */
export function boundText(text: string, max: number, more = false, language: Language = 'en'): string {
	const { leftOut, unreadRest } = toldCalls[language];
	const mark = more ? `\n${unreadRest}` : '';
	if (text.length <= max) return text + mark;
	const head = cutBack(text, Math.ceil(max * (1 - tailShare)));
	const tail = cutForth(text, text.length - Math.floor(max * tailShare));
	return `${copySlice(text.slice(0, head))}\n${leftOut(tail - head)}\n${copySlice(text.slice(tail))}${mark}`;
}

/** A slice would keep the whole text in memory. */
function copySlice(slice: string): string {
	return Buffer.from(slice, 'utf16le').toString('utf16le');
}

function cutBack(text: string, at: number): number {
	for (let index = at; index > Math.max(0, at - near); index -= 1) if (/\s/.test(text[index]!)) return index;
	return isInsidePair(text, at) ? at - 1 : at;
}

function cutForth(text: string, at: number): number {
	for (let index = at; index < Math.min(text.length, at + near); index += 1) if (/\s/.test(text[index]!)) return index + 1;
	return isInsidePair(text, at) ? at + 1 : at;
}

function isInsidePair(text: string, at: number): boolean {
	return /[\uDC00-\uDFFF]/.test(text[at] ?? '') && /[\uD800-\uDBFF]/.test(text[at - 1] ?? '');
}
