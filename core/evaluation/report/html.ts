import { escapeHtml } from '../../base/text/escape-html';
import { maxSeries } from './share-chart';

const pageStyle = `
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #c0272d;
	--series-0: #0b62c4; --series-1: #b84c00; --series-2: #0b7a4b; --series-3: #7a2fe0; --series-4: #a8071a; --series-5: #6a6400; --series-6: #00727f; --series-7: #b0308f; }
@media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --bad: #ff7b72;
	--series-0: #6cb0ff; --series-1: #ff9e57; --series-2: #4ad295; --series-3: #c4a1ff; --series-4: #ff8f9c; --series-5: #d9d94a; --series-6: #56d3e6; --series-7: #ff8ad8; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1200px; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; font-weight: 600; }
blockquote { margin: .6rem 0; padding-left: .8rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
.columns { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); }
article { min-width: 0; overflow-wrap: anywhere; }
.chart { display: block; width: 100%; height: auto; margin: 1rem 0; font-size: 12px; }
.chart text { fill: currentColor; }
.chart .grid { stroke: var(--line); }
.chart g text { fill: var(--series); font-weight: 600; }
.chart .line { fill: none; stroke: var(--series); stroke-width: 2; }
.chart .start { stroke: var(--series); stroke-dasharray: 3 4; opacity: .6; }
.chart .interval { stroke: var(--series); opacity: .45; }
.chart circle { fill: var(--series); }
h3 { font-size: .85rem; margin: .2rem 0; opacity: .7; }
.reply { white-space: pre-wrap; }
.call, .used { font-size: .85rem; opacity: .75; margin: .2rem 0; }
.call, pre { font-family: ui-monospace, monospace; }
pre { white-space: pre-wrap; font-size: .85rem; }
ul { list-style: none; padding: 0; margin: .4rem 0; font-size: .9rem; }
.passed, .better { color: var(--good); }
.failed, .worse { color: var(--bad); }
${Array.from({ length: maxSeries }, (_, index) => `.series-${index} { --series: var(--series-${index}); }`).join('\n')}
`;

export function writeDocument(title: string, body: string[]): string {
	return [
		'<!doctype html>',
		'<html lang="en">',
		`<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">`,
		`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
		`<title>${escapeHtml(title)}</title><style>${pageStyle}</style></head>`,
		`<body>${body.join('\n')}</body>`,
		'</html>',
		'',
	].join('\n');
}

export const writeTable = (titles: string[], rows: string[]): string =>
	`<table><thead><tr>${titles.map((title) => `<th>${title}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;

export const writeRow = (cells: string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
