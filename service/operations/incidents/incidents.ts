/** The register of personal data breaches: LGPD art. 48, GDPR art. 33 and 34. */
import * as Type from 'typebox/type';
import { closed, optional } from '../../../core/base/shape';
import { languages } from '../../../core/base/text/languages';
import { systemClock } from '../../../core/ports/host';
import { incidentCauses } from '../../../core/base/privacy/incident-kinds';
import { writeIncident } from '../../../core/privacy/write-incident';
import { string } from '../../../manifests/registry/api/answer-fields';
import { cursor, limit, text } from '../../../manifests/registry/api/fields';
import { openHostIncidents } from '../../../providers/compose/privacy/host-incidents';
import { readTenantLanguage } from '../../../providers/compose/state/host-tenants';
import { decodePlace, toPage } from '../../http/page';
import { openTenantIncidents } from '../../privacy/incident-calendar';
import { readMoment } from '../conversations/read-day';
import { operation } from '../operation';
import { factFields, incidentAnswer, incidentFields, incidentId, judgedRisk, knownFields, path, scope, tag, when } from './incident-fields';
import { invalid, readIncident, readSaid, refuseBlank, sealSaid, toId } from './incident-records';

const usualLimit = 50;

export const listIncidents = operation({
	...{
		summary: 'List incidents with personal data, with the last day for telling of them, the newest first',
		tag,
		method: 'GET',
		path,
		scope,
	},
	input: {
		query: closed(optional({ limit: limit(1_000), state: Type.Enum(['open', 'all'], { description: 'Default `open`.' }), cursor })),
	},
	output: Type.Object({ items: Type.Array(Type.Object(incidentFields)), ...optional({ cursor: string }) }),
	async perform({ limit: max = usualLimit, state = 'open', cursor: after }, { host }) {
		const { store } = await openHostIncidents(host);
		const before = decodePlace<[number, string]>(after, 0, '');
		const listed = await store.list(
			host.tenant,
			{ ...(state === 'open' && { isOpen: true as const }), ...(before && { before }) },
			max + 1,
		);
		const { items, ...more } = toPage(listed, max, ({ notedAt, id }) => [notedAt, id]);
		const { describe } = await openTenantIncidents(host);
		return { items: await Promise.all(items.map(describe)), ...more };
	},
});

export const showIncident = operation({
	...{ summary: 'Show an incident, also as a page with what the authority asks for', tag, method: 'GET', path: `${path}/:incident`, scope },
	input: { params: closed({ incident: incidentId }), query: closed(optional({ language: Type.Enum([...languages]) })) },
	output: Type.Object({ ...knownFields, page: Type.String({ description: 'The same as HTML, as material for counsel' }) }),
	/** @throws TroupeError RESOURCE_NOT_FOUND */
	async perform({ incident, language }, { host }) {
		const found = await readIncident(toId(incident), host);
		const page = writeIncident({ ...found, tenant: host.tenant }, language ?? (await readTenantLanguage(host)) ?? 'en');
		return { ...found, page };
	},
});

export const addIncident = operation({
	...{
		summary: 'Note an incident with personal data: the times for telling of it count from when it was known',
		tag,
		method: 'POST',
		path,
		scope,
	},
	input: {
		body: closed({
			nature: Type.String({ ...text(4_000), description: 'What happened' }),
			...optional({
				knownAt: Type.String({ ...when, description: 'When the company learned of it: the times count from there. Default: now' }),
				risk: judgedRisk('. Default `likely`'),
				text: Type.String({ ...text(4_000), description: 'Why the risk is that: it has to be said of `unlikely`' }),
				cause: Type.Enum([...incidentCauses], { description: 'What Troupe noticed, as `troupe doctor` names it' }),
			}),
			...factFields,
		}),
	},
	output: incidentAnswer,
	/** @throws TroupeError RESOURCE_NOT_FOUND for a contact, INPUT_INVALID for a time to come, and for an unlikely risk without a reason */
	async perform({ nature, knownAt: written, risk: judged = 'likely', text: why = null, cause = null, ...said }, { host, by }) {
		refuseBlank({ nature, knownAt: written, text: why });
		if (judged === 'unlikely' && why === null)
			throw invalid('The risk is unlikely without a reason: nobody would be told.', 'Say why: --text TEXT.');
		const now = (host.clock ?? systemClock).now();
		const knownAt = written === undefined ? now : await readMoment('knownAt', written, host);
		if (knownAt > now)
			throw invalid(`The incident cannot be known since ${written}, which is in the future.`, 'Write when the company learned of it.');
		const { facts, people } = await readSaid(said, host, now);
		const { store } = await openHostIncidents(host);
		const id = await store.add({ tenant: host.tenant, knownAt, notedAt: now, notedBy: by, cause, risk: judged }, people, (named) =>
			sealSaid({ text: why, risk: judged, facts: { nature, ...facts } }, named, host),
		);
		return readIncident(id, host);
	},
});
