/** What happens to an incident of the register until it is closed. */
import * as Type from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { toZonedMinute } from '../../../core/base/iso-time';
import { systemClock } from '../../../core/ports/host';
import { incidentRecipients } from '../../../core/base/privacy/incident-kinds';
import { delayOf, findDelay, type IncidentFacts } from '../../../core/privacy/incidents';
import { text } from '../../../manifests/registry/api/fields';
import { openHostIncidents } from '../../../providers/compose/privacy/host-incidents';
import type { IncidentChange, IncidentEntry, StoredIncident } from '../../../providers/state/privacy/incidents';
import { openTenantIncidents, type TenantIncidents } from '../../privacy/incident-calendar';
import { readMoment } from '../conversations/read-day';
import { operation, type OperationContext } from '../operation';
import { factFields, incidentAnswer, incidentId, path, refusals, risk, scope, tag, when } from './incident-fields';
import { findOpen, invalid, isClosed, readIncident, readSaid, refuseBlank, type Said, sealSaid, toId } from './incident-records';

const words = text(4_000);
const params = closed({ incident: incidentId });
type Context = Pick<OperationContext, 'host' | 'by'>;

export const noteIncident = operation({
	...{ summary: 'Note what became known of an incident, or another risk', tag, method: 'POST', path: `${path}/:incident/note`, scope },
	input: {
		params,
		body: closed({ ...optional({ text: words, nature: { ...words, description: 'What happened' }, risk }), ...factFields }),
	},
	...{ output: incidentAnswer, refusals },
	/** @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for one that is closed, INPUT_INVALID for nothing, and for a risk without a reason */
	async perform({ incident, text: said, risk: judged, ...fields }, { host, by }) {
		const id = toId(incident);
		const { risk: before } = await findOpen(id, host);
		refuseBlank({ text: said });
		if (said === undefined && (judged ?? before) === before && Object.keys(fields).length === 0)
			throw invalid('Nothing is said of the incident.', 'Give a text, or a field such as --measures.');
		if (judged !== undefined && judged !== before && said === undefined)
			throw invalid(`The risk changes from ${before} to ${judged} without a reason.`, 'Say why: --text TEXT.');
		const now = (host.clock ?? systemClock).now();
		const { facts, people } = await readSaid(fields, host, now);
		const risk = judged !== undefined && { risk: judged };
		return step(id, { step: 'noted', at: now, text: said ?? null, ...risk, facts }, { ...risk, people }, { host, by });
	},
});

export const notifyIncident = operation({
	...{
		summary: 'Note that the authority, or the people, were told of an incident',
		tag,
		method: 'POST',
		path: `${path}/:incident/notify`,
		scope,
	},
	input: {
		params,
		body: closed({
			to: Type.Enum([...incidentRecipients]),
			...optional({
				at: Type.String({ ...when, description: 'When they were told. Default: now' }),
				text: Type.String({ ...words, description: 'How, such as the number that the authority gave' }),
				delay: Type.String({ ...words, description: 'Why late, which has to be said then' }),
				correct: Type.Literal(true, {
					description: 'The time that was noted was wrong, and this one counts. Without it, the earliest does. Needs a text',
				}),
			}),
		}),
	},
	...{ output: incidentAnswer, refusals },
	/** @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for one that is closed, INPUT_INVALID for a time, and for a delay without a reason */
	async perform({ incident, to, at: written, text: said = null, delay, correct }, { host, by }) {
		const id = toId(incident);
		refuseBlank({ at: written, text: said, delay });
		const found = await findOpen(id, host);
		if (correct && said === null) throw invalid('A time is corrected without a reason.', 'Say why: --text TEXT.');
		const times = await openTenantIncidents(host);
		const told = { to, at: await readTold(written, found, times, host), ...(correct && { correct }) };
		if (delay === undefined && (await isNewlyLate(told, found, times)) && findDelay((await readIncident(id, host)).facts, to) === undefined)
			throw invalid(
				`The last day for telling the ${to} was ${(await times.describe(found))[to].dueOn}: a reason of the delay is missing.`,
				'Give it: --delay TEXT.',
			);
		const facts: IncidentFacts = delay === undefined ? {} : { [delayOf[to]]: delay };
		return step(id, { step: `${to}-told`, at: times.now, text: said, toldAt: told.at, facts }, { told }, { host, by });
	},
});

/** Reads when somebody was told. @throws TroupeError INPUT_INVALID for a time before it was known, and one to come */
async function readTold(
	written: string | undefined,
	{ knownAt }: StoredIncident,
	{ now, timeZone }: TenantIncidents,
	host: Context['host'],
) {
	if (written === undefined) return now;
	const at = await readMoment('at', written, host);
	// A day begins before the hour at which it was known.
	const told = written.length === dayLength && at < knownAt && knownAt - at < dayMs ? knownAt : at;
	if (told <= now && told >= knownAt) return told;
	const local = (time: number) => toZonedMinute(time, timeZone);
	throw invalid(
		`Nobody can have been told at ${written}: the incident is known since ${local(knownAt)}, and now is ${local(now)} (${timeZone}).`,
		'Write when they were told.',
	);
}

/** Tells whether the time that counts with this one is another than before, and late. */
async function isNewlyLate({ to, at, correct }: NonNullable<IncidentChange['told']>, found: StoredIncident, { describe }: TenantIncidents) {
	const field = to === 'authority' ? 'authorityAt' : 'peopleAt';
	const before = found[field];
	const counts = correct || before === null ? at : Math.min(before, at);
	return counts !== before && (await describe({ ...found, [field]: counts }))[to].isLate;
}

const dayLength = '2026-12-14'.length;
const dayMs = 86_400_000;

export const closeIncident = operation({
	...{
		summary: 'Close an incident, with what came of it: it stays in the register',
		tag,
		method: 'POST',
		path: `${path}/:incident/close`,
		scope,
	},
	input: {
		params,
		body: closed({
			outcome: words,
			...optional({
				incomplete: Type.Literal(true, {
					description: 'What is missing cannot be known: the outcome says why. Without it, nothing may be missing',
				}),
			}),
		}),
	},
	...{ output: incidentAnswer, refusals },
	/** @throws TroupeError RESOURCE_NOT_FOUND, STATE_CONFLICT for one that is closed, INPUT_INVALID where somebody has to be told yet, or a field is missing */
	async perform({ incident, outcome, incomplete }, { host, by }) {
		refuseBlank({ outcome });
		const id = toId(incident);
		await findOpen(id, host);
		const { authority, people, missing } = await readIncident(id, host);
		const untold = [...(authority.state === 'open' ? ['authority'] : []), ...(people.state === 'open' ? ['people'] : [])];
		if (untold.length > 0)
			throw invalid(
				`The ${untold.join(' and the ')} were not told of the incident ${id}.`,
				'Note that they were told: notify. Or note another risk, and why they need not be: note, with risk and text.',
			);
		if (missing.length > 0 && incomplete === undefined)
			throw invalid(
				`The register lacks of the incident ${id}: ${missing.join(', ')}. A closed one takes no more notes.`,
				'Note it before. Or say in the outcome why it cannot be known, and close it incomplete: --incomplete.',
			);
		const { law, timeZone, now } = await openTenantIncidents(host);
		return step(id, { step: 'closed', at: now, text: outcome, facts: {} }, { closed: { law, timeZone } }, { host, by });
	},
});

type NewEntry = Pick<IncidentEntry, 'step' | 'at'> & Said;

async function step(id: string, { step: name, at, ...said }: NewEntry, change: IncidentChange, { host, by }: Context) {
	const { store } = await openHostIncidents(host);
	const content = await sealSaid(said, id, host);
	if (!(await store.change(host.tenant, id, { step: name, at, by, content }, change))) throw isClosed(id);
	return readIncident(id, host);
}
