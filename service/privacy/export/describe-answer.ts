import { findKeptDays } from '../../../core/base/privacy/kept-classes';
import { toIso } from '../../../core/base/iso-time';
import { systemClock } from '../../../core/ports/host';
import type { Contact } from '../../../core/ports/channels/contacts';
import { activities } from '../../../core/privacy/activities';
import type { Recipient } from '../../../core/privacy/describe-processing';
import type { PersonAnswer } from '../../../core/privacy/export-page';
import { places } from '../../../core/privacy/places';
import { describeKept, kindWords } from '../../../core/privacy/register-words';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { readTenantRules } from '../../../providers/compose/state/host-tenants';
import { registeredTables } from '../register';
import type { ExportHost } from './export-host';
import type { ExportRequest } from './read-export';
import { findWithheld } from './own-row';

const maxConversations = 1_000;

/** @param recipients the tenant's configured ones */
export async function describeAnswer(
	{ person, contact, language }: ExportRequest,
	recipients: readonly Recipient[],
	host: ExportHost,
): Promise<PersonAnswer> {
	const rules = await readTenantRules(host);
	const tables = registeredTables.filter(({ data }) => data.whose !== undefined || data.stays === 'expires');
	return {
		tenant: host.tenant,
		at: toIso((host.clock ?? systemClock).now()),
		language,
		timeZone: rules.timeZone ?? 'UTC',
		person: { id: contact?.id ?? person, name: contact?.name ?? null, names: (contact?.aliases ?? []).map(describeAlias) },
		purposes: activities.flatMap(({ id, subjects, words }) => {
			const of = tables.filter(({ subject }) => subjects.includes(subject));
			if (of.length === 0) return [];
			const kinds = new Set(
				of.flatMap((table) => table.fields.flatMap(({ column, kind }) => (findWithheld(table, column, kind) ? [] : [kind]))),
			);
			return [
				{
					id,
					name: words[language].name,
					purpose: words[language].purpose,
					categories: Object.entries(kindWords).flatMap(([kind, text]) => (kinds.has(kind as never) ? [text[language]] : [])),
					kept: [...new Set(of.map(({ data: { kept } }) => describeKept(kept, findKeptDays(kept, rules), language)))],
					// Unknown to Troupe: the answering person adds it.
					legalBasis: null,
				},
			];
		}),
		recipients: await choose(recipients, contact, host),
		elsewhere: places.map(({ id, words }) => ({
			id,
			name: words[language].name,
			holds: words[language].holds,
			until: words[language].until,
		})),
	};
}

const describeAlias = ({ kind, value }: Contact['aliases'][number]) => ({ kind, value });

/** The person's receivers: their channels, and those of everybody's data. Other credentials tell of the company. */
async function choose(all: readonly Recipient[], contact: Contact | undefined, host: ExportHost): Promise<PersonAnswer['recipients']> {
	const { mailbox } = await openChannels(host);
	const own = contact ? await mailbox.list(host.tenant, { contact: contact.id }, maxConversations) : [];
	const channels = new Set(own.map(({ channel }) => channel));
	const chosen = all.filter(({ kind, name }) => (kind === 'channel' ? channels.has(name) : kind !== 'credential'));
	const one = new Map(chosen.map(({ kind, provider }) => [`${kind} ${provider}`, { kind, provider }]));
	return [...one.values()];
}
