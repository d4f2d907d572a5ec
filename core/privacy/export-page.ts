/** A person's export as one page: offline, without scripts, in portions. */
import { escapeHtml } from '../base/text/escape-html';
import type { Language } from '../base/text/languages';
import { writeTime } from '../base/text/write-day';
import { activities } from './activities';
import { describeCell, isTime } from './describe-cell';
import { exportColumns, exportTables } from './export-words';
import { exportPageWords } from './export-page-words';

export interface PersonAnswer {
	tenant: string;
	/** ISO 8601. */
	at: string;
	language: Language;
	/** IANA name. */
	timeZone: string;
	person: { id: string; name: string | null; names: Array<{ kind: string; value: string }> };
	purposes: Array<{
		id: string;
		name: string;
		purpose: string;
		categories: string[];
		kept: string[];
		/** Null if not recorded. */
		legalBasis: string | null;
	}>;
	recipients: Array<{ kind: string; provider: string }>;
	elsewhere: Array<{ id: string; name: string; holds: string; until: string }>;
}

interface OpenTable {
	purpose: string;
	table: string;
}

interface PageRow extends OpenTable {
	row: Record<string, unknown>;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2.5rem}h3{font-size:1rem;margin-top:1.5rem}.note{border-left:4px solid #b8860b;padding:.3rem .8rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #8886;padding:.3rem .8rem .3rem 0;overflow-wrap:anywhere}
td{white-space:pre-wrap}@media(prefers-color-scheme:dark){body{color:#e6e9f0;background:#14171f}}@media print{h2{break-after:avoid}}`;

export function beginExportPage(answer: PersonAnswer): string {
	const says = exportPageWords[answer.language];
	const { person, purposes, recipients, elsewhere } = answer;
	const place = { ...answer, table: 'contact_alias', column: 'kind' };
	const names = person.names.map(({ kind, value }) => `${describeCell(kind, place)}: ${value}`).join(' · ');
	const when = writeTime(answer.at, answer.timeZone, answer.language);
	return `<!doctype html>
<html lang="${answer.language === 'pt' ? 'pt-BR' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${says.title}</title><style>${style}</style></head><body>
<h1>${says.title}</h1>
<p>${escapeHtml(person.name ?? person.id)}${names === '' ? '' : ` · ${escapeHtml(names)}`}</p>
<p>${says.made}: ${escapeHtml(when)} · ${escapeHtml(answer.tenant)} · ${says.laws}</p>
<p class="note">${says.review}</p>
<h2>${says.why}</h2>
${writeTable(
	[says.purpose, says.categories, says.kept, says.basis],
	purposes.map((one) => [`${one.name}: ${one.purpose}`, one.categories.join('; '), one.kept.join('; '), one.legalBasis ?? says.noBasis]),
)}
<h2>${says.recipients}</h2>
${
	recipients.length === 0
		? `<p>${says.nobody}</p>`
		: writeTable(
				[says.kind, says.provider],
				recipients.map(({ kind, provider }) => [says.kinds[kind as keyof typeof says.kinds] ?? kind, provider]),
			)
}
<h2>${says.source}</h2><p>${says.sourceText}</p>
<h2>${says.decisions}</h2><p>${says.decisionsText}</p>
<h2>${says.rights}</h2><p>${says.rightsText}</p>
<h2>${says.elsewhere}</h2>
${writeTable(
	[says.place, says.holds, says.until],
	elsewhere.map(({ name, holds, until }) => [name, holds, until]),
)}
`;
}

/** False for rows without visible values: they are in the JSON alone, and a table of such rows has no title. */
export function isOnPage({ table, row }: PageRow): boolean {
	const shown = listColumns(table);
	const place = { language: 'en', timeZone: 'UTC', table } as const;
	return shown.length === 0 || shown.some((column) => describeCell(row[column], { ...place, column }) !== '');
}

/** Rows are ordered by purpose and table. @param open the last table of the page before */
export function writeExportRows(
	rows: readonly PageRow[],
	answer: Pick<PersonAnswer, 'language' | 'timeZone'>,
	open: OpenTable | undefined,
): string {
	const { language } = answer;
	let last = open;
	let page = '';
	for (const one of rows.filter(isOnPage)) {
		const shown = listColumns(one.table);
		if (one.table !== last?.table) {
			page += endTable(last);
			if (one.purpose !== last?.purpose) page += `<h2>${escapeHtml(namePurpose(one.purpose, language))}</h2>\n`;
			page += beginTable(one.table, shown, language);
		}
		last = one;
		if (shown.length === 0) continue;
		page += `<tr>${shown.map((name) => `<td>${escapeHtml(describeCell(one.row[name], { ...answer, table: one.table, column: name }))}</td>`).join('')}</tr>\n`;
	}
	return page;
}

const namePurpose = (id: string, language: Language): string => activities.find((one) => one.id === id)?.words[language].name ?? id;

const listColumns = (table: string): string[] => exportTables[table]?.columns?.split(' ') ?? [];

const endTable = (open: OpenTable | undefined): string => (open && listColumns(open.table).length > 0 ? '</tbody></table>\n' : '');

function beginTable(table: string, columns: readonly string[], language: Language): string {
	const title = `<h3>${escapeHtml(exportTables[table]?.[language] ?? table)}</h3>\n`;
	if (columns.length === 0) return `${title}<p>${exportPageWords[language].inJson}</p>\n`;
	const heads = columns.map(
		(name) => exportColumns[isTime(name) && !Object.hasOwn(exportColumns, name) ? 'when' : name]?.[language] ?? name,
	);
	return `${title}<table><thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>\n`;
}

/** @param leftOut number of omissions and masked values by kind */
export function endExportPage(language: Language, open: OpenTable | undefined, leftOut: Readonly<Record<string, number>>): string {
	const says = exportPageWords[language];
	const left = Object.entries(leftOut).filter(([, count]) => count > 0);
	const list = left.map(([kind, count]) => `<li>${escapeHtml(says.leftOut[kind as keyof typeof says.leftOut] ?? kind)} (${count})</li>`);
	return `${endTable(open)}<h2>${says.notGiven}</h2>\n${list.length === 0 ? `<p>${says.nothingLeftOut}</p>` : `<ul>${list.join('')}</ul>`}\n</body></html>\n`;
}

const writeTable = (titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	`<table><thead><tr>${titles.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead><tbody>${rows
		.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
		.join('')}</tbody></table>`;
