import { escapeHtml } from '../base/text/escape-html';
import type { Language } from '../base/text/languages';
import { writeDays, writeSaidTime, writeTime } from '../base/text/write-day';
import { incidentWords, type ReportedEntry, type ReportedIncident, sayEntry, sayFact, sayTelling, shownFacts } from './incident-words';
import type { IncidentFacts } from './incidents';
import { openPage, writeFacts, writeTable } from './page-parts';

export interface WrittenIncident extends ReportedIncident {
	tenant: string;
	notedBy: string;
	facts: IncidentFacts;
	touched: number | null;
	missing: ReadonlyArray<keyof IncidentFacts>;
	entries: readonly ReportedEntry[];
}

/** Writes an incident as one page: what an authority asks for (LGPD art. 48 § 1, GDPR art. 33(3)), and its course. */
export function writeIncident(incident: WrittenIncident, language: Language): string {
	const says = incidentWords[language];
	const { titles } = says;
	const local = (time: string) => writeTime(time, incident.timeZone, language);
	const day = (time: string) => writeSaidTime(time, incident.timeZone, language);
	const facts = [
		[titles.known, day(incident.knownAt)],
		[titles.noted, `${local(incident.notedAt)}, ${incident.notedBy}`],
		[titles.risk, says.risks[incident.risk]],
		[titles.authority, sayTelling(incident.authority, incident, language)],
		[titles.people, sayTelling(incident.people, incident, language)],
		[titles.state, says.states[incident.state]],
		[titles.touched, incident.touched === null ? '' : String(incident.touched)],
		...shownFacts.map((field) => [says.facts[field], sayFact(incident.facts[field], local)] as const),
		[titles.missing, incident.missing.map((field) => says.facts[field]).join('; ') || says.nothingMissing],
	] as const;
	const isIncomplete = incident.completeBy !== null && incident.state === 'open' && incident.missing.length > 0;
	const rows = incident.entries.map((entry) => [
		...[local(entry.at), entry.by, says.steps[entry.step]],
		sayEntry(entry, local, day, language),
	]);
	return `${openPage(says.title, language)}
<p>${says.laws[incident.law]} · ${escapeHtml(incident.tenant)} · ${escapeHtml(incident.id)}</p>
<p class="counsel"><strong>${says.counsel}</strong></p>
${writeFacts(facts.filter(([, text]) => text !== ''))}
${isIncomplete ? `<p>${says.complete(writeDays(incident.completeBy!, language))}</p>` : ''}
<h2>${titles.course}</h2>
${writeTable(says.columns, rows)}
</body></html>`;
}
