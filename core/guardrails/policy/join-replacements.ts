import type { Language } from '../../base/text/languages';
import type { PlacedGuardrail } from './placed-guardrail';
import { splitSentences } from './sentences';

type Texts = Pick<PlacedGuardrail, 'replacement' | 'joined'>;

/** Puts one text in place of several replacements in a row, if their checks name it, and leaves out what a reply would say twice in a row. */
export function joinReplacements(text: string, placed: readonly Texts[], language: Language): string {
	const joinable = placed.filter(({ joined, replacement }) => joined !== undefined && replacement !== undefined);
	if (joinable.length === 0) return text;
	const byText = new Map(joinable.map(({ replacement, joined }) => [choose(replacement, language), choose(joined, language)]));
	const pieces: string[] = [];
	let run: string[] = [];
	const endRun = () => {
		const first = run[0];
		if (first === undefined) return;
		const said = new Set(run.map((piece) => piece.trim()));
		const whole = said.size === 1 ? first.trim() : byText.get(first.trim())!;
		const last = run.at(-1)!;
		pieces.push(whole + last.slice(last.trimEnd().length));
		run = [];
	};
	for (const { start, end } of splitSentences(text)) {
		const piece = text.slice(start, end);
		if (byText.has(piece.trim())) {
			run.push(piece);
		} else {
			endRun();
			pieces.push(piece);
		}
	}
	endRun();
	return pieces.join('');
}

const choose = (texts: PlacedGuardrail['replacement'], language: Language): string => texts?.[language] ?? texts?.en ?? texts?.pt ?? '';
