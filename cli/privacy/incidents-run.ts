import type { Language } from '../../core/base/text/languages';
import { writeDays, writeSaidTime, writeTime } from '../../core/base/text/write-day';
import { incidentWords, sayEntry, sayFact, sayTelling, shownFacts } from '../../core/privacy/incident-words';
import type { IncidentCause, IncidentRecipient, IncidentRisk } from '../../core/base/privacy/incident-kinds';
import { closeIncident, noteIncident, notifyIncident } from '../../service/operations/incidents/incident-steps';
import { addIncident, listIncidents, showIncident } from '../../service/operations/incidents/incidents';
import type { DescribedIncident } from '../../service/privacy/incident-calendar';
import { callOperation } from '../services/call-operation';
import { replaceFile } from '../terminal/replace-file';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';
import type { RequestListOptions, SaidOptions } from './requests-run';

interface FactOptions extends SaidOptions {
	category?: string[];
	people?: number;
	records?: number;
	consequences?: string;
	measures?: string;
	contact?: string;
	delay?: string;
	person?: string[];
	allContacts?: true;
	from?: string;
	to?: string;
}

export interface AddIncidentOptions extends FactOptions {
	nature: string;
	text?: string;
	known?: string;
	risk: IncidentRisk;
	cause?: IncidentCause;
}

export interface NoteIncidentOptions extends FactOptions {
	text?: string;
	nature?: string;
	risk?: IncidentRisk;
}

export interface NotifyOptions extends SaidOptions {
	to: IncidentRecipient;
	at?: string;
	text?: string;
	delay?: string;
	correct?: true;
}

export interface ReportIncidentOptions {
	language?: Language;
	json?: boolean;
	output?: string;
}

type Shown = Awaited<ReturnType<typeof addIncident.perform>>;

export async function runListIncidents({ limit, after, all, json, language }: RequestListOptions, terminal: Terminal): Promise<ExitCode> {
	const page = await callOperation(listIncidents, { limit, cursor: after, ...(all && { state: 'all' as const }) }, terminal);
	if (json) for (const incident of page.items) terminal.print(JSON.stringify(incident));
	else if (page.items.length === 0) terminal.note(incidentWords[language].none);
	else {
		tableLines(listColumns(language), page.items, terminal).forEach(terminal.print);
		terminal.note(`${incidentWords[language].laws[page.items[0]!.law]}.`);
	}
	if (!json) tellMore(page, terminal, `Raise --limit, or go on with --after ${page.cursor}.`);
	return 0;
}

function listColumns(language: Language): Array<Column<DescribedIncident>> {
	const { titles, risks, states } = incidentWords[language];
	return [
		{ name: 'id', title: titles.incident.toLowerCase(), value: ({ id }) => id },
		{
			...{ name: 'knownAt', title: titles.known.toLowerCase() },
			value: ({ knownAt, timeZone }) => writeSaidTime(knownAt, timeZone, language),
		},
		{ name: 'risk', title: titles.risk.toLowerCase(), value: ({ risk }) => risks[risk] },
		{ name: 'authority', title: titles.authority.toLowerCase(), value: (one) => sayTelling(one.authority, one, language) },
		{ name: 'people', title: titles.people.toLowerCase(), value: (one) => sayTelling(one.people, one, language) },
		{ name: 'state', title: titles.state.toLowerCase(), value: ({ state }) => states[state] },
	];
}

export async function runShowIncident(incident: string, options: SaidOptions, terminal: Terminal): Promise<ExitCode> {
	const { page: _page, ...shown } = await callOperation(showIncident, { incident, language: options.language }, terminal);
	return show(shown, options, terminal);
}

/** Writes an incident as a page, or as JSON. */
export async function runReportIncident(
	incident: string,
	{ language, json, output }: ReportIncidentOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const { page, ...shown } = await callOperation(showIncident, { incident, language }, terminal);
	const text = json ? JSON.stringify({ counsel: incidentWords[language ?? 'en'].counsel, ...shown }, null, 2) : page;
	if (output === undefined) terminal.print(text);
	else {
		replaceFile(output, `${text}\n`, 0o600);
		terminal.note(printable(`Wrote ${output}.`));
	}
	return 0;
}

const toFacts = ({ category, person, json: _json, language: _language, ...facts }: FactOptions) => ({
	...facts,
	...(category && { categories: category }),
	...(person && { persons: person }),
});

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND for a contact */
export async function runAddIncident({ known, ...options }: AddIncidentOptions, terminal: Terminal): Promise<ExitCode> {
	const { nature, risk, cause, ...rest } = options;
	const input = { nature, risk, ...(cause && { cause }), ...(known !== undefined && { knownAt: known }), ...toFacts(rest) };
	const added = await callOperation(addIncident, input, terminal);
	show(added, options, terminal);
	const ofTenant = terminal.tenant === undefined ? '' : ` --tenant ${terminal.tenant}`;
	if (!options.json) terminal.note(printable(incidentWords[options.language].hint(`${added.id}${ofTenant}`)));
	return 0;
}

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, STATE_CONFLICT for one that is closed */
export async function runNoteIncident(incident: string, options: NoteIncidentOptions, terminal: Terminal): Promise<ExitCode> {
	return show(await callOperation(noteIncident, { incident, ...toFacts(options) }, terminal), options, terminal);
}

/** @throws TroupeError INPUT_INVALID, RESOURCE_NOT_FOUND, STATE_CONFLICT for one that is closed */
export async function runNotifyIncident(
	incident: string,
	{ json, language, ...told }: NotifyOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	return show(await callOperation(notifyIncident, { incident, ...told }, terminal), { json, language }, terminal);
}

/** @throws TroupeError INPUT_INVALID where somebody has to be told yet, or a field is missing, RESOURCE_NOT_FOUND, STATE_CONFLICT */
export async function runCloseIncident(
	incident: string,
	{ outcome, incomplete, ...options }: SaidOptions & { outcome: string; incomplete?: true },
	terminal: Terminal,
): Promise<ExitCode> {
	return show(await callOperation(closeIncident, { incident, outcome, incomplete }, terminal), options, terminal);
}

function show(incident: Shown, { json, language }: SaidOptions, terminal: Terminal): ExitCode {
	if (json) {
		terminal.print(JSON.stringify(incident));
		return 0;
	}
	const says = incidentWords[language];
	const { id, risk, state, timeZone, facts, touched, missing, entries, completeBy } = incident;
	const local = (time: string) => writeTime(time, timeZone, language);
	const day = (time: string) => writeSaidTime(time, timeZone, language);
	const line = (text: string) => terminal.print(printable(`  ${text}`));
	terminal.print(says.of(id, says.risks[risk], says.states[state]));
	line(says.since(day(incident.knownAt), local(incident.notedAt), incident.notedBy));
	line(`${says.titles.authority}: ${sayTelling(incident.authority, incident, language)}`);
	line(`${says.titles.people}: ${sayTelling(incident.people, incident, language)}`);
	if (completeBy !== null && state === 'open' && missing.length > 0) line(says.complete(writeDays(completeBy, language)));
	if (touched !== null) line(`${says.titles.touched}: ${touched}`);
	for (const field of shownFacts) if (facts[field] !== undefined) line(`${says.facts[field]}: ${sayFact(facts[field], local)}`);
	if (missing.length > 0) line(`${says.titles.missing}: ${missing.map((field) => says.facts[field]).join('; ')}`);
	for (const entry of entries) {
		const said = sayEntry(entry, local, day, language);
		line(`${local(entry.at)} ${entry.by}: ${says.steps[entry.step]}${said === '' ? '' : `: ${said}`}`);
	}
	return 0;
}
