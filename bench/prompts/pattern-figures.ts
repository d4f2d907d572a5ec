/** Figures of the patterns of prompts, from their recordings. */
import type { Language } from '../../core/base/text/language';
import { estimateTokens } from '../../core/tokens/estimate-tokens';
import { readSetText } from '../../providers/compose/evaluation/find-set';
import { playSet } from '../../providers/compose/evaluation/run-set';
import type { Host } from '../../providers/compose/hosts/host';
import { patternNames, type PatternName, patterns } from '../../providers/compose/prompts/pattern-names';
import { readPattern } from '../../providers/compose/prompts/patterns';
import { openGate } from '../../test/fakes/permissive-gate';

export interface PatternFigures {
	pattern: PatternName;
	language: Language;
	cases: number;
	passed: number;
	/** An estimate of the prompt without its inputs. */
	promptTokens: number;
	/** The mean of a case, with prompt, message and answer. */
	caseTokens: number;
}

export async function measurePatterns(): Promise<PatternFigures[]> {
	const figures: PatternFigures[] = [];
	for (const pattern of patternNames) for (const language of patterns[pattern]) figures.push(await measure(pattern, language));
	return figures;
}

async function measure(pattern: PatternName, language: Language): Promise<PatternFigures> {
	const { file, prompt, texts } = await readPattern(pattern, language);
	const found = await readSetText(texts.cases, file.replace(/\.md$/, '.eval.yaml'), 'package');
	const host: Host = { gate: openGate(), agentFolders: [], providers: {} };
	const run = { found, recordings: found.recordings, prompt: prompt.content, values: {}, variant: { prompt: pattern } };
	const { cases } = await playSet(run, host, new AbortController().signal);
	const tokens = cases.reduce((sum, { usage }) => sum + (usage?.tokens ?? 0), 0);
	return {
		pattern,
		language,
		cases: cases.length,
		passed: cases.filter(({ passed }) => passed).length,
		promptTokens: estimateTokens(prompt.content),
		caseTokens: Math.round(tokens / cases.length),
	};
}

/** Returns a line of a table in Markdown. */
export const toRow = ({ pattern, language, cases, passed, promptTokens, caseTokens }: PatternFigures): string =>
	`| \`${pattern}\` | ${language} | ${passed} of ${cases} | ${promptTokens} | ${caseTokens} |`;
