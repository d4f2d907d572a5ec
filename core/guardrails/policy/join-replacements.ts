import type { Language } from '../../base/text/languages';
import type { PlacedGuardrail } from './placed-guardrail';
import { splitSentences } from './sentences';

type Texts = Pick<PlacedGuardrail, 'replacement' | 'joined'>;

/** Puts one text in place of several replacements in a row, if their checks name it, and leaves out what a reply would say twice in a row. */
export function joinReplacements(text: string, placed: readonly Texts[], language: Language): string {
	const joinable = placed.filter(({ joined, replacement }) => joined !== undefined && replacement !== undefined);
	if (joinable.length === 0) return text;
	const byText = new Map(joinable.map(({ replacement, joined }) => [choose(replacement, language), choose(joined, language)]));
	const endings = new Set([...byText.keys()].map(readEnding));
	const belongs = (piece: string) => byText.has(piece.trim()) || (isShort(piece) && endings.has(readEnding(piece)));
	const pieces: string[] = [];
	let run: string[] = [];
	const endRun = () => {
		const first = run[0];
		if (first === undefined) return;
		const said = new Set(run.map((piece) => piece.trim()));
		const joined = run.flatMap((piece) => byText.get(piece.trim()) ?? [])[0];
		const last = run.at(-1)!;
		if (said.size > 1 && joined === undefined) pieces.push(...run);
		else pieces.push((said.size === 1 ? first.trim() : joined!) + last.slice(last.trimEnd().length));
		run = [];
	};
	for (const { start, end } of splitSentences(text)) {
		const piece = text.slice(start, end);
		if (belongs(piece)) {
			run.push(piece);
		} else {
			endRun();
			pieces.push(piece);
		}
	}
	endRun();
	return pieces.join('');
}

const maxWords = 10;
const endingWords = 4;
const listWords = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
const isShort = (text: string): boolean => listWords(text).length <= maxWords && !text.includes('?');
/** The agent itself says the same of something else: "O valor vem na proposta do vendedor." */
const readEnding = (text: string): string => listWords(text).slice(-endingWords).join(' ');

const choose = (texts: PlacedGuardrail['replacement'], language: Language): string => texts?.[language] ?? texts?.en ?? texts?.pt ?? '';
