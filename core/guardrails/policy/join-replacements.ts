import type { Language } from '../../base/text/languages';
import type { PlacedGuardrail } from './placed-guardrail';
import { splitSentences } from './sentences';

type Texts = Pick<PlacedGuardrail, 'replacement' | 'joined'>;

/** Merges several replacements in a row if their checks name a joined text, and removes repetitions in a reply. */
export function joinReplacements(text: string, placed: readonly Texts[], language: Language): string {
	const joinable = placed.filter(({ joined, replacement }) => joined !== undefined && replacement !== undefined);
	if (joinable.length === 0) return text;
	const byText = new Map(joinable.map(({ replacement, joined }) => [choose(replacement, language), choose(joined, language)]));
	const endings = new Set([...byText.keys()].map(readEnding));
	const belongs = (piece: string) => byText.has(piece.trim()) || (isShort(piece) && endings.has(readEnding(piece)));
	const pieces: string[] = [];
	let run: string[] = [];
	const endRun = () => {
		if (run.length === 0) return;
		const last = run.at(-1)!;
		const texts = run.map((piece) => piece.trim());
		if (texts.some((piece) => byText.has(piece))) pieces.push(joinRun(texts, byText).join(' ') + last.slice(last.trimEnd().length));
		else pieces.push(...run);
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

/** The agent's own text in such words belongs to the replacement next to it. */
function joinRun(run: readonly string[], byText: ReadonlyMap<string, string>): string[] {
	const joinedOf = (at: number) =>
		run
			.slice(0, at + 1)
			.flatMap((piece) => byText.get(piece) ?? [])
			.at(-1) ?? run.slice(at).flatMap((piece) => byText.get(piece) ?? [])[0];
	const groups = [...Map.groupBy(run.keys(), joinedOf)];
	return groups.flatMap(([joined, indexes]) => {
		const said = [...new Set(indexes.map((index) => run[index]!))];
		return said.length === 1 || joined === undefined ? said : [joined];
	});
}

const maxWords = 10;
const endingWords = 4;
const listWords = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
const isShort = (text: string): boolean => listWords(text).length <= maxWords && !text.includes('?');
/** The agent itself says the same of something else: "O valor vem na proposta do vendedor." */
const readEnding = (text: string): string => listWords(text).slice(-endingWords).join(' ');

const choose = (texts: PlacedGuardrail['replacement'], language: Language): string => texts?.[language] ?? texts?.en ?? texts?.pt ?? '';
