import { plain, type Terminal } from '../../terminal/terminal';
import type { ReportedAttack, VerifyReport } from './verify-report';

const marks = { held: '✓', open: '✗', 'not-tried': '–' } as const;
const colours = { held: 'green', open: 'red', 'not-tried': 'dim' } as const;

/** Returns each risk with its attacks, as lines; those that are open with what was seen and what to do. */
export function listLines({ risks, counts }: VerifyReport, language: 'en' | 'pt', style: Terminal['style']): string[] {
	const lines = risks.flatMap((risk) => [
		style('bold', `${risk.id} ${risk.title[language]}: ${risk.counts.held} of ${risk.counts.tried} stopped`),
		...risk.attacks.flatMap((attack) => [
			`  ${style(colours[attack.state], marks[attack.state])} ${attack.id} ${plain(attack.title[language])}`,
			...explain(attack).map((line) => `      ${plain(line)}`),
		]),
	]);
	const { held, tried, open, notTried } = counts;
	return [
		...lines,
		'',
		`${held} of ${tried} attacks were stopped, ${open} succeeded, ${notTried} were not tried. docs/security/agentic-risks.md explains each risk.`,
	];
}

function explain({ state, seen, fix }: ReportedAttack): string[] {
	if (state === 'held') return [];
	return state === 'open' ? [seen, `fix: ${fix}`] : [`not tried: ${seen}`];
}
