import { toLanguage } from '../../core/base/text/language';
import type { TenantRules } from '../../core/ports/tenants';
import { cleanTenant, listTenants, removeTenantRules, setTenantRules, showTenant } from '../../service/operations/tenants';
import { hasRetention } from '../../providers/compose/state/has-retention';
import { findCountry } from '../../providers/compose/state/host-tenants';
import { openHost, openPrivateState, readStateHost } from '../host';
import { callAllPages } from '../services/call-all-pages';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';

export type TenantSetOptions = TenantRules & { clear?: string[] };

type Listed = Awaited<ReturnType<typeof listTenants.perform>>['items'][number];
type Shown = Awaited<ReturnType<typeof showTenant.perform>>;

const listAll = async (terminal: Terminal) => (await callAllPages(listTenants, {}, terminal)).items;

export async function runTenantList({ json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const tenants = await listAll(terminal);
	if (json) terminal.print(JSON.stringify(tenants, null, '\t'));
	else if (tenants.length === 0) terminal.note('No tenant has rules. Set some with `troupe tenant set NAME`.');
	else tableLines(columns, tenants, terminal).forEach(terminal.print);
	return 0;
}

const columns: Array<Column<Listed>> = [
	{ name: 'tenant', title: 'Tenant', value: ({ tenant }) => tenant },
	{ name: 'rules', title: 'Rules', value: ({ rules }) => describeRules(rules) },
	{ name: 'changedAt', title: 'Changed', value: ({ changedAt }) => changedAt },
	{ name: 'changedBy', title: 'By', value: ({ changedBy }) => changedBy },
];

const describeRule = (value: TenantRules[keyof TenantRules]): string =>
	typeof value === 'object' && !Array.isArray(value)
		? Object.entries(value)
				.map(([kept, days]) => `${kept} ${days}`)
				.join(' + ')
		: [value].flat().join(' + ');

const describeRules = (rules: TenantRules): string =>
	Object.entries(rules)
		.map(([name, value]) => `${name} ${describeRule(value as TenantRules[keyof TenantRules])}`)
		.join(', ') || 'none';

/** Exits with 1 when a limit is used up. */
export async function runTenantShow(name: string, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const shown = await callOperation(showTenant, { tenant: name }, terminal, openWithKnowledge);
	const { rules, use } = shown;
	if (json) terminal.print(JSON.stringify(shown, null, '\t'));
	else {
		terminal.print(rules ? printable(`${name}: ${describeRules(rules)}`) : `${name} has no rules, so it has no limits.`);
		for (const line of useLines(rules ?? {}, use)) terminal.print(printable(line));
	}
	return isUsedUp(rules ?? {}, use) ? 1 : 0;
}

async function openWithKnowledge(terminal: Terminal) {
	const { knowledgeFromEnvironment } = await import('../../providers/compose/knowledge/knowledge-host');
	return { ...knowledgeFromEnvironment(terminal.environment), ...openPrivateState(terminal) };
}

const useLines = (rules: TenantRules, { month, runsThisMonth, runningNow, agents, storedCharacters }: Shown['use']): string[] => [
	`runs in ${month}: ${ofMax(runsThisMonth, rules.runsPerMonth)}`,
	`runs at the moment: ${ofMax(runningNow, rules.concurrentRuns)}`,
	`agents in 31 days: ${ofMax(agents.length, rules.agents)}${agents.length > 0 ? ` (${agents.map(({ agent }) => agent).join(', ')})` : ''}`,
	...(storedCharacters === undefined ? [] : [`characters in its collections: ${ofMax(storedCharacters, rules.storedCharacters)}`]),
];

const ofMax = (used: number, max: number | undefined): string => (max === undefined ? `${used}` : `${used} of ${max}`);

const isUsedUp = ({ runsPerMonth = Infinity, agents = Infinity, storedCharacters = Infinity }: TenantRules, use: Shown['use']): boolean =>
	use.runsThisMonth >= runsPerMonth || use.agents.length > agents || (use.storedCharacters ?? 0) >= storedCharacters;

export async function runTenantSet(name: string, options: TenantSetOptions, terminal: Terminal, open = openHost): Promise<ExitCode> {
	const { rules } = await callOperation(setTenantRules, { ...options, tenant: name }, terminal, async (here) => ({
		...(await open(here)),
		...openPrivateState(here),
	}));
	terminal.print(printable(`${name}: ${describeRules(rules)}`));
	const { locale } = options;
	if (locale !== undefined && toLanguage(locale) === undefined)
		terminal.note(`warning: Troupe has no texts in the language of "${locale}". It says them in English or Portuguese, as it detects.`);
	if (locale !== undefined && findCountry({ locale }) === undefined)
		terminal.note(
			`warning: "${locale}" names no country: the times of requests are those of the LGPD. Write the country too, such as pt-PT.`,
		);
	return 0;
}

/** Returns 1 if it had none. */
export async function runTenantRemove(name: string, options: { yes?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { rules } = await callOperation(showTenant, { tenant: name }, terminal, openWithKnowledge);
	const question = rules && printable(`Remove the rules of ${name} (${describeRules(rules)})? It then has no limits.`);
	if (question && !(await confirmedByPerson(question, options, terminal))) return 1;
	const { removed } = await callOperation(removeTenantRules, { tenant: name }, terminal);
	terminal.note(removed ? `${name} has no rules from now on, so it has no limits.` : `${name} had no rules.`);
	return removed ? 0 : 1;
}

/** Removes what one tenant, or each tenant with a retention of its own, did not use for longer than that. */
export async function runTenantClean(name: string | undefined, { json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const tenants =
		name === undefined ? (await listAll(terminal)).filter(({ rules }) => hasRetention(rules)).map(({ tenant }) => tenant) : [name];
	if (tenants.length === 0)
		terminal.note('No tenant has the rule retentionDays, runDays or retention. Name one to remove what is older than the default.');
	for (const each of tenants) {
		if (name !== undefined) await noteWithoutRule(name, terminal);
		const { tenant, notReached, ...removed } = await callOperation(cleanTenant, { tenant: each }, terminal, async () => ({
			...(await openHost(terminal)),
			...readStateHost(terminal),
		}));
		if (json) terminal.print(JSON.stringify({ tenant, ...removed, notReached }));
		else {
			const counts = Object.entries(removed).map(([what, count]) => `${count} ${what}`);
			terminal.print(printable(`${tenant}: removed ${counts.join(', ')}`));
			if (notReached !== null) terminal.note(printable(notReached));
		}
	}
	return 0;
}

async function noteWithoutRule(name: string, terminal: Terminal): Promise<void> {
	const { rules } = await callOperation(showTenant, { tenant: name }, terminal, openWithKnowledge);
	if (rules && hasRetention(rules)) return;
	terminal.note(
		printable(
			`${name} has none of the rules retentionDays, runDays and retention: only what is older than the default goes, such as runs after 30 days.`,
		),
	);
}
