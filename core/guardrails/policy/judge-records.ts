import type { Language } from '../../base/text/languages';
import { findRecords } from './find-records';
import { findStop, type GuardResult } from './guard';

/** Lists above these limits are withheld as a whole. */
const maxRecords = 300;
const maxCharacters = 300_000;

const withheld: Record<Language, string> = {
	en: '(A guardrail withheld this record.)',
	pt: '(Um guardrail reteve este registro.)',
};

/**
 * Judges a blocked list record by record: one record of a stranger would hide all the others. The rest is judged as a whole. Text after a point can
 * belong to it, so it is withheld too. @returns the result itself if no single record is the reason
 */
export async function judgeRecords(
	blocked: GuardResult,
	language: () => Language,
	judge: (text: string) => Promise<GuardResult>,
): Promise<GuardResult> {
	if (blocked.text.length > maxCharacters) return blocked;
	const records = findRecords(blocked.text);
	if (!records || records.texts.length > maxRecords) return blocked;
	const stopped = new Map<number, GuardResult>();
	for (const [at, text] of records.texts.entries()) {
		const result = await judge(text);
		if (!isBlocked(result)) continue;
		stopped.set(at, result);
		if (records.isOpen) break;
	}
	if (stopped.size === 0 || stopped.size === records.texts.length) return blocked;
	const left = records.replace(new Set(stopped.keys()), withheld[language()]);
	if (left === undefined) return blocked;
	const rest = await judge(left);
	if (rest.outcome === 'blocked' || rest.outcome === 'needs-human') return blocked;
	const violations = [...stopped.values()].flatMap(({ violations: found }) => found.map((one) => ({ ...one, action: 'rewrite' as const })));
	return { ...rest, outcome: 'rewritten', violations: [...violations, ...rest.violations] };
}

/** A person has to see a text that waits for one; a failed check says nothing of a record. */
const isBlocked = (result: GuardResult): boolean => result.outcome === 'blocked' && findStop(result)?.code !== 'GUARDRAIL_FAILED';
