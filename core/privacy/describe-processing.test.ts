import { registeredTables } from '../../service/privacy/register';
import { escapeHtml } from '../base/text/escape-html';
import { languages } from '../base/text/languages';
import { writeDays } from '../base/text/write-day';
import { activities } from './activities';
import { describeProcessing, type ProcessingFacts } from './describe-processing';
import { places } from './places';
import { kindWords } from './register-words';
import { writeProcessing } from './write-processing';

const facts: ProcessingFacts = {
	...{
		tenant: 'acme',
		at: '2026-11-29T12:00:00.000Z',
		timeZone: 'America/Sao_Paulo',
		rules: {},
		recipients: [],
		consents: [],
		residency: null,
	},
	requests: { items: [], hasMore: false, law: 'lgpd' },
};
const describeBy = (rules: ProcessingFacts['rules'] = {}) => describeProcessing({ ...facts, rules }, registeredTables, 'en');
const tableOf = (record: ReturnType<typeof describeBy>, name: string) =>
	record.activities.flatMap(({ tables }) => tables).find((table) => table.name === name)!;

it('has one purpose for every subject of every store', () => {
	const named = activities.flatMap(({ subjects }) => subjects);
	expect(named.toSorted()).toEqual([...new Set(registeredTables.map(({ subject }) => subject))].toSorted());
});

it('tells how long each table is kept by the rules of the tenant, and what a rule cannot make longer', () => {
	expect(tableOf(describeBy(), 'message')).toMatchObject({ kept: 'until the contact is forgotten', isForgotten: true, stays: null });
	expect(tableOf(describeBy({ retentionDays: 90 }), 'message').kept).toBe('90 days after the last use');
	expect(tableOf(describeBy({ retentionDays: 90 }), 'receipt').kept).toBe('30 days after it ended');
	expect(tableOf(describeBy({ retentionDays: 5 }), 'receipt').kept).toBe('5 days after it ended');
	expect(tableOf(describeBy({ retentionDays: 5, runDays: 60 }), 'run').kept).toBe('60 days after the last use');
	expect(tableOf(describeBy(), 'log_line').kept).toBe('7 days after it was stored, unless TROUPE_LOG_DAYS says otherwise');
	expect(tableOf(describeBy({ retentionDays: 5 }), 'violation')).toMatchObject({
		kept: '90 days after it was stored',
		isForgotten: false,
		stays: expect.stringContaining('auditors') as string,
	});
});

it('lists no field that tells nothing of a person', () => {
	expect(tableOf(describeBy(), 'contact').fields).toEqual([
		{ name: 'id', kind: 'reference' },
		{ name: 'merged_into', kind: 'reference' },
		{ name: 'name', kind: 'name' },
	]);
	expect(
		describeBy()
			.activities.flatMap(({ tables }) => tables)
			.map(({ name }) => name),
	).not.toContain('quality_day');
});

it.each(languages)('is a page in %s that says it is material for counsel, and runs and loads nothing', (language) => {
	const name = '<script>alert(1)</script>';
	const record = describeProcessing(
		{
			...facts,
			tenant: name,
			recipients: [{ kind: 'channel', name, provider: 'z-api', region: null }],
			consents: [{ purpose: 'marketing', basis: 'consent', contacts: 2 }],
		},
		registeredTables,
		language,
	);
	const page = writeProcessing(record);
	expect(page).toContain(language === 'pt' ? 'Material para o jurídico' : 'Material for counsel');
	expect(page).toContain(`<html lang="${language === 'pt' ? 'pt-BR' : 'en'}">`);
	expect(page).toContain(`<td>marketing</td><td>${language === 'pt' ? 'consentimento' : 'consent'}</td><td>2</td>`);
	expect(page).not.toMatch(/<script|src=|href=|undefined|\[object/);
	expect(page).toContain(escapeHtml(name));
	expect(page).toContain('z-api');
	expect(page).toContain(`${writeDays('2026-11-29 09:00', language)} (America/Sao_Paulo)`);
	expect(page).toContain(language === 'pt' ? 'name (nome)' : 'name (name)');
	for (const kind of Object.values(kindWords)) expect(page).toContain(`<dd>${escapeHtml(kind[language])}</dd>`);
	for (const { words } of activities) expect(page).toContain(escapeHtml(words[language].purpose));
	for (const { name: place } of record.elsewhere) expect(page).toContain(escapeHtml(place));
});

it('says of a place what both the company and the person can read: nobody is told to delete there', () => {
	const said = places.flatMap(({ words: { en, pt } }) => [en.holds, en.until, pt.holds, pt.until]);
	expect(said.filter((text) => /\b(?:you|your|você)\b/i.test(text))).toEqual([]);
});

it('marks recipients that are elsewhere, or of which nobody says where they are, as transfers', () => {
	const recipients = [
		{ kind: 'model' as const, name: 'openai', provider: 'openai', region: 'us' },
		{ kind: 'channel' as const, name: 'sales', provider: 'z-api', region: 'br-south' },
		{ kind: 'crm' as const, name: 'crm', provider: 'piperun', region: null },
	];
	const page = writeProcessing(describeProcessing({ ...facts, residency: 'br', recipients }, registeredTables, 'en'));
	expect(page).toContain('<td>us (elsewhere: a transfer, which is refused)</td>');
	expect(page).toContain('<td>br-south</td>');
	expect(page).toContain('<td>not declared (possible transfer)</td>');
});
