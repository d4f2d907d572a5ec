/** For counsel: without scripts and without requests. */
import { escapeHtml } from '../base/text/escape-html';
import type { Language } from '../base/text/languages';

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}dt{font-weight:600}dd{margin:0 0 .5rem}.counsel{border-left:4px solid #b8860b;padding:.3rem .8rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #8886;padding:.3rem .8rem .3rem 0}
@media(prefers-color-scheme:dark){body{color:#e6e9f0;background:#14171f}}`;

/** @param title not escaped here */
export const openPage = (title: string, language: Language): string => `<!doctype html>
<html lang="${language === 'pt' ? 'pt-BR' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>`;

/** Escapes texts, not titles. */
export const writeFacts = (facts: ReadonlyArray<readonly [title: string, text: string]>): string =>
	`<dl>${facts.map(([title, text]) => `<dt>${title}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl>`;

export const writeTable = (titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	`<table><thead><tr>${titles.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead><tbody>${rows
		.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
		.join('')}</tbody></table>`;
