import { escapeHtml } from '../../base/text/escape-html';
import { pageStyle } from './page-style';

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
