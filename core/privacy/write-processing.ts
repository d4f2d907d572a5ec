import { toZonedMinute } from '../base/iso-time';
import { escapeHtml } from '../base/text/escape-html';
import type { Language } from '../base/text/languages';
import type { KeptClass } from '../base/privacy/kept-classes';
import { classWords } from './class-words';
import { exportValues } from './export-values';
import type { ProcessingRecord } from './describe-processing';
import { kindNames, kindWords } from './register-words';

const words = {
	en: {
		title: 'Record of processing',
		counsel:
			'Material for counsel, made from what this installation stores and is connected to. It is not legal advice. Add: controller and representative, data protection officer (encarregado), legal basis of each purpose, contracts and transfers abroad, security measures.',
		laws: 'LGPD art. 37 · GDPR art. 30',
		retention: 'Rules of the tenant',
		noRule: 'not set',
		ownRules: 'rules of single classes (retention)',
		ownDays: (days: number | 'unlimited') => (days === 'unlimited' ? 'without an end' : `${days} days`),
		useRule: 'what was not used is removed after (retentionDays)',
		runRule: 'runs after (runDays)',
		days: 'days',
		legend: 'What the kinds of fields mean',
		purpose: 'Purpose',
		people: 'Whose data',
		categories: 'Data',
		kept: 'Kept',
		stores: 'Stored in',
		recipients: 'Who gets data',
		nobody: 'Nobody is configured.',
		consents: 'Legal bases that are recorded for contacts',
		noConsents: 'None is recorded.',
		basis: 'Legal basis',
		contacts: 'Contacts',
		requests: 'Requests of people about their data',
		noRequests: 'Nobody has asked.',
		moreRequests: 'There are more: see `troupe privacy requests --all`.',
		times: { lgpd: 'Time for an answer: 15 days (LGPD art. 19)', gdpr: 'Time for an answer: one month (GDPR art. 12(3))' },
		request: 'Request',
		came: 'Came',
		due: 'Last day',
		state: 'State',
		settled: 'Answered',
		late: 'late',
		states: { open: 'open', extended: 'extended', refused: 'refused', done: 'done', 'in-force': 'in force' },
		elsewhere: 'Where else data can be',
		place: 'Place',
		holds: 'Holds',
		how: 'What removes it',
		until: 'Stays otherwise',
		reach: 'Forgetting reaches it',
		reaches: { all: 'yes', part: 'in part', none: 'no' },
		register: 'Every table',
		table: 'Table',
		fields: 'Fields',
		forgotten: 'Goes when its person is forgotten.',
		name: 'Name',
		kind: 'What it is',
		provider: 'Provider',
		region: 'Region (as declared)',
		residency: 'Data stays in',
		anywhere: 'no region is set',
		elsewhereOf: 'elsewhere: a transfer, which is refused',
		transfer: 'possible transfer',
		unknownRegion: 'not declared',
		kinds: { channel: 'channel', crm: 'CRM', model: 'models', credential: 'credential', receiver: 'receiver of events' },
	},
	pt: {
		title: 'Registro das operações de tratamento',
		counsel:
			'Material para o jurídico, gerado a partir do que esta instalação armazena e a que está conectada. Não é parecer jurídico. Complete: controlador e representante, encarregado, base legal de cada finalidade, contratos e transferências internacionais, medidas de segurança.',
		laws: 'LGPD, art. 37 · GDPR, art. 30',
		retention: 'Regras do tenant',
		noRule: 'não definido',
		ownRules: 'regras de uma só classe (retention)',
		ownDays: (days: number | 'unlimited') => (days === 'unlimited' ? 'sem fim' : `${days} dias`),
		useRule: 'o que fica sem uso é excluído após (retentionDays)',
		runRule: 'execuções, após (runDays)',
		days: 'dias',
		legend: 'O que significam os tipos de campos',
		purpose: 'Finalidade',
		people: 'Titulares',
		categories: 'Dados',
		kept: 'Prazo de guarda',
		stores: 'Onde fica',
		recipients: 'Quem recebe dados',
		nobody: 'Ninguém está configurado.',
		consents: 'Bases legais registradas dos contatos',
		noConsents: 'Nenhuma foi registrada.',
		basis: 'Base legal',
		contacts: 'Contatos',
		requests: 'Pedidos de titulares',
		noRequests: 'Ninguém fez pedidos.',
		moreRequests: 'Há outros: veja `troupe privacy requests --all`.',
		times: { lgpd: 'Prazo de resposta: 15 dias (LGPD, art. 19)', gdpr: 'Prazo de resposta: um mês (GDPR, art. 12(3))' },
		request: 'Pedido',
		came: 'Recebido em',
		due: 'Último dia',
		state: 'Situação',
		settled: 'Respondido em',
		late: 'fora do prazo',
		states: { open: 'em aberto', extended: 'prorrogado', refused: 'recusado', done: 'atendido', 'in-force': 'em vigor' },
		elsewhere: 'Onde mais pode haver dados',
		place: 'Lugar',
		holds: 'O que contém',
		how: 'O que remove',
		until: 'Senão, fica',
		reach: 'O esquecimento alcança',
		reaches: { all: 'sim', part: 'em parte', none: 'não' },
		register: 'Todas as tabelas',
		table: 'Tabela',
		fields: 'Campos',
		forgotten: 'É apagada quando a pessoa é esquecida.',
		name: 'Nome',
		kind: 'O que é',
		provider: 'Provedor',
		region: 'Região (declarada)',
		residency: 'Os dados ficam em',
		anywhere: 'nenhuma região definida',
		elsewhereOf: 'fora: uma transferência, que é recusada',
		transfer: 'possível transferência',
		unknownRegion: 'não declarada',
		kinds: { channel: 'canal', crm: 'CRM', model: 'modelos', credential: 'credencial', receiver: 'receptor de eventos' },
	},
} as const satisfies Record<Language, object>;

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2433;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2rem}dt{font-weight:600}dd{margin:0 0 .5rem}.counsel{border-left:4px solid #b8860b;padding:.3rem .8rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #8886;padding:.3rem .8rem .3rem 0}
@media(prefers-color-scheme:dark){body{color:#e6e9f0;background:#14171f}}`;

/** Names the classes that have a rule of their own: it goes before the others. */
function writeOwnRules({ rules: { retention }, language }: ProcessingRecord): string {
	const says = words[language];
	const own = Object.entries(retention ?? {}).map(([kept, days]) => `${classWords[kept as KeptClass][language]}: ${says.ownDays(days)}`);
	return own.length === 0 ? '' : `; ${says.ownRules}: ${escapeHtml(own.join('; '))}`;
}

/** Writes the record as one page without scripts and without requests. */
export function writeProcessing(record: ProcessingRecord): string {
	const says = words[record.language];
	const { tenant, at, timeZone, rules } = record;
	const days = (count: number | null) => (count === null ? says.noRule : `${count} ${says.days}`);
	return `<!doctype html>
<html lang="${record.language === 'pt' ? 'pt-BR' : 'en'}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${says.title}</title><style>${style}</style></head><body>
<h1>${says.title}</h1>
<p>${says.laws} · ${escapeHtml(tenant)} · ${toZonedMinute(Date.parse(at), timeZone)} (${escapeHtml(timeZone)})</p>
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

/** Says where a recipient is, and whether that is a transfer. */
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
		...[purpose, exportValues['contact_consent.basis']?.[basis]?.[language] ?? basis, String(contacts)],
	]);
	return writeTable([says.purpose, says.basis, says.contacts], rows);
}

function writeRequests({ requests: { items, hasMore, law }, language, timeZone }: ProcessingRecord): string {
	const says = words[language];
	if (items.length === 0) return `<p>${says.noRequests}</p>`;
	const local = (time: string | null) => (time === null ? '' : toZonedMinute(Date.parse(time), timeZone));
	const rows = items.map(({ protocol, kind, at, dueOn, state, isLate, settledAt }) => [
		...[protocol, exportValues['contact_request.kind']?.[kind]?.[language] ?? kind, local(at), dueOn ?? ''],
		...[`${says.states[state]}${isLate ? `, ${says.late}` : ''}`, local(settledAt)],
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
<dl>${facts.map(([title, text]) => `<dt>${title}</dt><dd>${escapeHtml(text)}</dd>`).join('')}</dl>`;
}

/** The kinds in the order of how much they tell, as `kindWords` has them. */
const writeLegend = (language: Language): string =>
	`<dl>${(Object.keys(kindWords) as Array<keyof typeof kindWords>)
		.map((kind) => `<dt>${escapeHtml(kindNames[kind][language])}</dt><dd>${escapeHtml(kindWords[kind][language])}</dd>`)
		.join('')}</dl>`;

const writeTable = (titles: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	`<table><thead><tr>${titles.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead><tbody>${rows
		.map((cells) => `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
		.join('')}</tbody></table>`;
