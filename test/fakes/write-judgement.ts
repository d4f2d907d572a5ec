/** Writes the judgement of an honest judge of a rubric, with the word that the question asks it to repeat. */
export const writeJudgement = (asked: string, judgement: { reason: string; passed: boolean }): string =>
	JSON.stringify({ check: /\{"check":"(\w+)"/.exec(asked)?.[1], ...judgement });
