import { plain, type Terminal } from '../../terminal/terminal';
import type { Counts, ReportedAttack, VerifyReport } from './verify-report';

const marks = { held: '✓', open: '✗', 'not-tried': '–' } as const;
const says = {
	en: {
		ofRisk: ({ held, tried }: Counts) => `${held} of ${tried} stopped`,
		ofAll: ({ held, tried, open, notTried }: Counts) =>
			`${held} of ${tried} attacks were stopped, ${open} succeeded, ${notTried} not tried. docs/security/agentic-risks.md explains each risk.`,
	},
	pt: {
		ofRisk: ({ held, tried }: Counts) => `${held} de ${tried} barrados`,
		ofAll: ({ held, tried, open, notTried }: Counts) =>
			`${held} de ${tried} ataques foram barrados, ${open} deram certo, ${notTried} não foram tentados. docs/security/agentic-risks.pt.md explica cada risco.`,
	},
};
const colours = { held: 'green', open: 'red', 'not-tried': 'dim' } as const;

/** Returns each risk with its attacks, as lines; those that are open with what was seen and what to do. */
export function listLines({ risks, counts }: VerifyReport, language: 'en' | 'pt', style: Terminal['style']): string[] {
	const lines = risks.flatMap((risk) => [
		style('bold', `${risk.id} ${risk.title[language]}: ${says[language].ofRisk(risk.counts)}`),
		...risk.attacks.flatMap((attack) => [
			`  ${style(colours[attack.state], marks[attack.state])} ${attack.id} ${plain(attack.title[language])}`,
			...explain(attack).map((line) => `      ${plain(line)}`),
		]),
	]);
	return [...lines, '', says[language].ofAll(counts)];
}

function explain({ state, seen, fix }: ReportedAttack): string[] {
	if (state === 'held') return [];
	return state === 'open' ? [seen, `fix: ${fix}`] : [`not tried: ${seen}`];
}
