import * as Type from 'typebox/type';
import { toIso } from '../../../core/base/iso-time';
import { closed, optional, orNull } from '../../../core/base/shape';
import { languages } from '../../../core/base/text/languages';
import type { ConsentCount } from '../../../core/ports/channels/contact-consents';
import { dataRequestKinds } from '../../../core/ports/channels/contact-rights';
import { systemClock } from '../../../core/ports/host';
import { describeProcessing, type ProcessingFacts, type Recipient, type ReportedRequest } from '../../../core/privacy/describe-processing';
import { writeProcessing } from '../../../core/privacy/write-processing';
import { open, string, time } from '../../../manifests/registry/api/answer-fields';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openCredentials } from '../../../providers/compose/credentials/credentials';
import { findRegion, readServer } from '../../../core/base/network/regions';
import type { ProviderName } from '../../../core/ports/models/provider-names';
import { findChannelServer } from '../../../providers/compose/settings/channel-servers';
import { readRegions } from '../../../providers/compose/settings/residency';
import { officialServers } from '../../../providers/models/official-servers';
import { crmCredentialType, crmProvider } from '../../../providers/compose/crm/open-crm';
import { openEvents } from '../../../providers/compose/events/events';
import type { Host } from '../../../providers/compose/hosts/host';
import { readTenantLanguage, readTenantRules } from '../../../providers/compose/state/host-tenants';
import { describeRequest, openTenantCalendar } from '../../privacy/request-calendar';
import { registeredTables } from '../../privacy/register';
import { readTimeZone, timeZone } from '../conversations/read-day';
import { operation, type OperationContext, type OperationHost } from '../operation';

type Place = OperationHost & Pick<Host, 'providers'>;

export const recordProcessing = operation({
	summary: 'Describe what is processed of whom, why, where, how long, and who gets it (LGPD art. 37, GDPR art. 30)',
	tag: 'privacy',
	method: 'GET',
	path: 'privacy/processing',
	scope: 'tenant:manage',
	input: { query: closed(optional({ language: Type.Enum([...languages]) })) },
	output: Type.Object({
		tenant: string,
		at: time,
		timeZone,
		language: string,
		rules: open(),
		hasRules: Type.Boolean({ description: 'Whether the tenant has any rules' }),
		page: Type.String({ description: 'The same as HTML' }),
		recipients: Type.Array(open<Recipient>(), {
			description: 'As they are configured for the tenant, and providers of models of the service',
		}),
		residency: orNull(Type.String({ description: 'The region in which the data of the tenant stays' })),
		consents: Type.Array(open<ConsentCount>(), { description: 'How many contacts have which legal basis in force, by purpose' }),
		requests: open(),
		activities: Type.Array(open(), { description: 'A purpose each, with the tables that serve it and what their fields hold' }),
		elsewhere: Type.Array(open(), { description: 'Where else data can be, and whether forgetting a contact reaches it' }),
	}),
	async perform({ language }, { host }: OperationContext<Place>) {
		const rules = await readTenantRules(host);
		const record = describeProcessing(
			{
				tenant: host.tenant,
				timeZone: await readTimeZone(host),
				at: toIso((host.clock ?? systemClock).now()),
				rules,
				recipients: await listRecipients(host),
				residency: rules.residency ?? null,
				consents: await (await openChannels(host)).rights.countConsents(host.tenant),
				requests: await listRequests(host),
			},
			registeredTables,
			language ?? (await readTenantLanguage(host)) ?? 'en',
		);
		return { ...record, hasRules: Object.keys(rules).length > 0, page: writeProcessing(record) };
	},
});

export async function listRecipients(host: Place): Promise<Recipient[]> {
	const [{ channels }, { store }, { subscriptions }] = await Promise.all([openChannels(host), openCredentials(host), openEvents(host)]);
	const declared = readRegions();
	const locate = (server: string | undefined) => (server === undefined ? null : (findRegion(declared, server) ?? null));
	const ofChannels = await Promise.all(
		(await channels.list(host.tenant)).map(async ({ name, provider, settings }): Promise<Recipient> => ({
			kind: 'channel',
			name,
			provider,
			region: locate(await findChannelServer(provider, settings)),
		})),
	);
	const accounts = new Set((await channels.list(host.tenant)).map(({ credential }) => credential));
	const ofCredentials = (await store.list(host.tenant))
		.filter(({ name }) => !accounts.has(name))
		.map(({ name, type }): Recipient => {
			// A credential's server is sealed.
			return type === crmCredentialType
				? { kind: 'crm', name, provider: crmProvider, region: null }
				: { kind: 'credential', name, provider: type, region: null };
		});
	const models = Object.entries(host.providers ?? {}).flatMap(([name, settings]): Recipient[] =>
		settings === undefined
			? []
			: [{ kind: 'model', name, provider: name, region: locate(readServer(settings.baseUrl ?? officialServers[name as ProviderName])) }],
	);
	// An address can contain a secret in its path.
	const receivers = (await subscriptions.list(host.tenant)).map(({ id, url }): Recipient => ({
		kind: 'receiver',
		name: id,
		provider: new URL(url).host,
		region: locate(readServer(url)),
	}));
	return [...ofChannels, ...ofCredentials, ...models, ...receivers];
}

const maxReported = 200;

async function listRequests(host: Place): Promise<ProcessingFacts['requests']> {
	const { rights } = await openChannels(host);
	const listed = await rights.list(host.tenant, { kinds: dataRequestKinds }, maxReported + 1);
	const calendar = await openTenantCalendar(host);
	const items = listed.slice(0, maxReported).map((request): ReportedRequest => {
		const { protocol, kind, at, state, dueOn, isLate, extendedAt, settledAt } = describeRequest(request, calendar);
		return { protocol, kind, at, state, dueOn, isLate, extendedAt, settledAt };
	});
	return { items, hasMore: listed.length > maxReported, law: calendar.law };
}
