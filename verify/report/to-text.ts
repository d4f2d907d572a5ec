import { printable } from '../../cli/terminal/terminal';
import type { Language } from '../../core/base/text/languages';
import type { Terminal } from '../../cli/terminal/terminal';
import { describeConditions } from './describe-conditions';
import { sumUp } from './sum-up';
import { toHtml } from './to-html';
import { toSarif } from './to-sarif';
import type { ReportedAttack, VerifyReport } from './verify-report';

const marks = { held: '✓', open: '✗', 'not-tried': '–' } as const;
const more = {
	en: 'docs/security/agentic-risks.md explains each risk.',
	pt: 'docs/security/agentic-risks.pt.md explica cada risco.',
};
const colours = { held: 'green', open: 'red', 'not-tried': 'dim' } as const;

/** Returns each risk with its attacks, as lines; those that are open with what was seen and what to do. */
function listLines(report: VerifyReport, language: Language, style: Terminal['style']): string[] {
	const lines = report.risks.flatMap((risk) => [
		style('bold', `${risk.id} ${risk.title[language]}: ${sumUp({ counts: risk.counts, only: null }, language)}`),
		...risk.attacks.flatMap((attack) => [
			`  ${style(colours[attack.state], marks[attack.state])} ${attack.id} ${printable(attack.title[language])}`,
			...explain(attack).map((line) => `      ${printable(line)}`),
		]),
	]);
	return [...lines, '', ...describeConditions(report, language).map(printable), `${sumUp(report, language)}. ${more[language]}`];
}

function explain({ state, seen, fix }: ReportedAttack): string[] {
	if (state === 'held') return [];
	return state === 'open' ? [seen, `fix: ${fix}`] : [`not tried: ${seen}`];
}

interface Form {
	language: Language;
	json?: boolean;
	sarif?: boolean;
	html?: boolean;
	output?: string;
}

/** Writes a report in the form that was asked for. A file has no colours. */
export function toText(report: VerifyReport, { language, json, sarif, html, output }: Form, { style }: Pick<Terminal, 'style'>): string {
	if (json) return JSON.stringify(report, undefined, 2);
	if (sarif) return JSON.stringify(toSarif(report, language), undefined, 2);
	if (html) return toHtml(report, language);
	return listLines(report, language, output === undefined ? style : (_format, text) => text).join('\n');
}
