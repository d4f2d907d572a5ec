import type { Language } from '../../core/base/text/languages';
import { escapeHtml } from '../../core/base/text/escape-html';
import { describeConditions } from './describe-conditions';
import { sumUp } from './sum-up';
import type { ReportedAttack, VerifyReport } from './verify-report';

const words = {
	en: {
		heading: 'Verification of an installation',
		held: 'stopped',
		open: 'not stopped',
		'not-tried': 'not tried',
		tried: 'What was tried',
		seen: 'What was seen',
		fix: 'What to do',
	},
	pt: {
		heading: 'Verificação de uma instalação',
		held: 'barrado',
		open: 'não barrado',
		'not-tried': 'não tentado',
		tried: 'O que foi tentado',
		seen: 'O que se viu',
		fix: 'O que fazer',
	},
};

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}details{border-left:4px solid #9aa3b5;padding:.3rem .8rem;margin:.3rem 0}
details.held{border-color:#1a7f4b}details.open{border-color:#c0262d}summary{cursor:pointer}dt{font-weight:600}dd{margin:0 0 .5rem}
.state{font-weight:600}@media(prefers-color-scheme:dark){body{color:#e6e9f0;background:#14171f}}`;

/** Writes a report as one page without scripts and without requests. */
export function toHtml(report: VerifyReport, language: Language): string {
	const says = words[language];
	const facts = [
		`${report.startedAt} – ${report.endedAt}`,
		report.machine,
		`Troupe ${report.troupe}`,
		`Node ${report.node}`,
		report.home,
		report.tenant,
		report.package,
	];
	const parts = report.risks.map(
		({ id, title, counts, attacks }) =>
			`<h2>${id} ${escapeHtml(title[language])}</h2>\n<p>${sumUp({ counts, only: null }, language)}.</p>\n${attacks.map((attack) => toDetails(attack, language)).join('\n')}`,
	);
	return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${says.heading}</title><style>${style}</style></head><body>
<h1>${says.heading}</h1>
<p><strong>${escapeHtml(sumUp(report, language))}.</strong></p>
<p>${facts.map(escapeHtml).join(' · ')}</p>
${describeConditions(report, language)
	.map((line) => `<p>${escapeHtml(line)}</p>`)
	.join('\n')}
${parts.join('\n')}
</body></html>`;
}

function toDetails({ id, title, state, tries, seen, fix }: ReportedAttack, language: Language): string {
	const says = words[language];
	const terms = [[says.tried, tries], [says.seen, seen], ...(fix === undefined ? [] : [[says.fix, fix]])];
	const list = terms.map(([term, text]) => `<dt>${term}</dt><dd>${escapeHtml(text!)}</dd>`).join('');
	return `<details class="${state}"${state === 'open' ? ' open' : ''}><summary>${id} ${escapeHtml(title[language])}: <span class="state">${says[state]}</span></summary><dl>${list}</dl></details>`;
}
