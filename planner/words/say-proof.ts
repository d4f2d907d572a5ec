import type { Proof } from '../plan';
import { planWords } from './plan-words';

const maxProblems = 5;
const maxNotTried = 5;
const maxNames = 3;
const maxSteps = 5;

/** Lists what a proof found: problems with the cases that failed by them, and branches that no case goes, each with what to do. */
export function listProblems({ cases, missed }: Proof): string[] {
	const failed = new Map<string, string[]>();
	for (const { name, problem } of cases) if (problem !== undefined) failed.set(problem, [...(failed.get(problem) ?? []), name]);
	return [...[...failed].map(([problem, names]) => `${names.slice(0, maxNames).join('; ')}: ${problem}`), ...missed];
}

/** Says which answers of jobs and agents were recorded, and which are supposed. Undefined where there are none. */
export function sayAnswers({ answers = [] }: Proof, language: 'en' | 'pt'): string | undefined {
	if (answers.length === 0) return undefined;
	const tell = (kind: 'recorded' | 'supposed'): [number, string] => {
		const of = answers.filter((one) => one[kind] > 0);
		const names = of.slice(0, maxSteps).map(({ step }) => step);
		return [of.reduce((sum, one) => sum + one[kind], 0), [...names, ...(of.length > maxSteps ? ['…'] : [])].join(', ')];
	};
	return planWords[language].answers(...tell('recorded'), ...tell('supposed'));
}

export function sayProof(proof: Proof, language: 'en' | 'pt'): string {
	const words = planWords[language];
	const { cases, missed, optional = [], unplayed = [] } = proof;
	const failed = cases.filter(({ passed }) => !passed).length;
	const said = proof.passed
		? words.proved(cases.length)
		: words.notProved(missed.length, failed, listProblems(proof).slice(0, maxProblems));
	const notTried = optional.length > 0 ? words.notTried(optional.slice(0, maxNotTried)) : undefined;
	return [said, sayAnswers(proof, language), ...unplayed, notTried].filter((line) => line !== undefined).join('\n');
}
