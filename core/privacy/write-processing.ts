import { toZonedMinute } from '../base/iso-time';
import { escapeHtml } from '../base/text/escape-html';
import type { Language } from '../base/text/languages';
import { writeDays } from '../base/text/write-day';
import type { KeptClass } from '../base/privacy/kept-classes';
import { classWords } from './class-words';
import { exportValues } from './export-values';
import type { ProcessingRecord } from './describe-processing';
import { processingWords as words } from './processing-words';
import { kindNames, kindWords } from './register-words';

/* For counsel: without scripts and without requests. */

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}dt{font-weight:600}dd{margin:0 0 .5rem}.counsel{border-left:4px solid #b8860b;padding:.3rem .8rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #8886;padding:.3rem .8rem .3rem 0}
@media(prefers-color-scheme:dark){body{color:#e6e9f0;background:#14171f}}`;

/** @param title not escaped here */
const openPage = (title: string, language: Language): string => `<!doctype html>
<html lang="${language === 'pt' ? 'pt-BR' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title><style>${style}</style></head><body>
<h1>${title}</h1>`;

/** Escapes texts, not titles. */
const writeFacts = (facts: ReadonlyArray<readonly [title: string, text: string]>): string =>
	`<dl>${facts.map(([title, text]) => `<dt>${title}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl>`;

const writeTable = (titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	`<table><thead><tr>${titles.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead><tbody>${rows
		.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
		.join('')}</tbody></table>`;

/** Own rules of classes go before the others. */
function writeOwnRules({ rules: { retention }, language }: ProcessingRecord): string {
	const says = words[language];
	const own = Object.entries(retention ?? {}).map(([kept, days]) => `${classWords[kept as KeptClass][language]}: ${says.ownDays(days)}`);
	return own.length === 0 ? '' : `; ${says.ownRules}: ${escapeHtml(own.join('; '))}`;
}

export function writeProcessing(record: ProcessingRecord): string {
	const says = words[record.language];
	const { tenant, at, timeZone, rules } = record;
	const days = (count: number | null) => (count === null ? says.noRule : `${count} ${says.days}`);
	return `${openPage(says.title, record.language)}
<p>${says.laws} · ${escapeHtml(tenant)} · ${writeDays(toZonedMinute(Date.parse(at), timeZone), record.language)} (${escapeHtml(timeZone)})</p>
<p class="counsel"><strong>${says.counsel}</strong></p>
<p>${says.retention}: ${says.useRule}: ${days(rules.retentionDays)}; ${says.runRule}: ${days(rules.runDays)}${writeOwnRules(record)}</p>
${record.activities.map((activity) => writeActivity(activity, record.language)).join('\n')}
<h2>${says.recipients}</h2>
<p>${says.residency}: ${escapeHtml(record.residency ?? says.anywhere)}</p>
${
	record.recipients.length === 0
		? `<p>${says.nobody}</p>`
		: writeTable(
				[says.kind, says.name, says.provider, says.region],
				record.recipients.map((one) => [says.kinds[one.kind], one.name, one.provider, describeRegion(one.region, record)]),
			)
}
<h2>${says.consents}</h2>
${writeConsents(record)}
<h2>${says.requests}</h2>
${writeRequests(record)}
<h2>${says.elsewhere}</h2>
${writeTable(
	[says.place, says.holds, says.reach, says.how, says.until],
	record.elsewhere.map(({ name, holds, reach, how, until }) => [name, holds, says.reaches[reach], how, until]),
)}
<h2>${says.register}</h2>
${writeTable(
	[says.table, says.fields, says.kept],
	record.activities.flatMap(({ tables }) =>
		tables.map(({ store, name, fields, kept, isForgotten, stays }) => [
			`${store} ${name}`,
			fields.map((field) => `${field.name} (${kindNames[field.kind][record.language]})`).join(', '),
			[kept, isForgotten ? says.forgotten : (stays ?? '')].join('. ').replace('.. ', '. ').trim(),
		]),
	),
)}
<h2>${says.legend}</h2>
${writeLegend(record.language)}
</body></html>`;
}

function describeRegion(region: string | null, { residency, language }: ProcessingRecord): string {
	const says = words[language];
	if (region === null) return residency === null ? says.unknownRegion : `${says.unknownRegion} (${says.transfer})`;
	const isElsewhere = residency !== null && region !== residency && !region.startsWith(`${residency}-`);
	return isElsewhere ? `${region} (${says.elsewhereOf})` : region;
}

function writeConsents({ consents, language }: ProcessingRecord): string {
	const says = words[language];
	if (consents.length === 0) return `<p>${says.noConsents}</p>`;
	const rows = consents.map(({ purpose, basis, contacts }) => [
		purpose,
		exportValues['contact_consent.basis']?.[basis]?.[language] ?? basis,
		String(contacts),
	]);
	return writeTable([says.purpose, says.basis, says.contacts], rows);
}

function writeRequests({ requests: { items, hasMore, law }, language, timeZone }: ProcessingRecord): string {
	const says = words[language];
	if (items.length === 0) return `<p>${says.noRequests}</p>`;
	const local = (time: string | null) => (time === null ? '' : writeDays(toZonedMinute(Date.parse(time), timeZone), language));
	const rows = items.map(({ protocol, kind, at, dueOn, state, isLate, settledAt }) => [
		protocol,
		exportValues['contact_request.kind']?.[kind]?.[language] ?? kind,
		local(at),
		writeDays(dueOn ?? '', language),
		`${says.states[state]}${isLate ? `, ${says.late}` : ''}`,
		local(settledAt),
	]);
	return `<p>${says.times[law]}</p>
${writeTable([says.request, says.kind, says.came, says.due, says.state, says.settled], rows)}${hasMore ? `\n<p>${says.moreRequests}</p>` : ''}`;
}

function writeActivity(
	{ name, purpose, people, categories, kept, stores }: ProcessingRecord['activities'][number],
	language: Language,
): string {
	const says = words[language];
	const facts = [
		[says.purpose, purpose],
		[says.people, people],
		[says.categories, categories.join('; ')],
		[says.kept, kept.join('; ')],
		[says.stores, stores.join(', ')],
	] as const;
	return `<h2>${escapeHtml(name)}</h2>
${writeFacts(facts)}`;
}

/** In the order of `kindWords`: most telling first. */
const writeLegend = (language: Language): string =>
	`<dl>${(Object.keys(kindWords) as Array<keyof typeof kindWords>)
		.map((kind) => `<dt>${escapeHtml(kindNames[kind][language])}</dt><dd>${escapeHtml(kindWords[kind][language])}</dd>`)
		.join('')}</dl>`;
