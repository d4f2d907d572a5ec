/** Messages that need a legal basis, because a channel or its tenant demands one. Answers to what the customer wrote need none. */
import {
	type BasisDemand,
	type ContactConsent,
	describeMissingBasis,
	readBasisDemand,
} from '../../../../core/ports/channels/contact-consents';
import type { MessageContent } from '../../../../core/ports/channels/message-content';
import type { TenantRules } from '../../../../core/ports/tenants';
import type { StateConnection } from '../../../database/state-database';
import { readChannelRules } from '../channel-rules';
import type { ConversationRow } from '../conversation-rows';
import { ofDesk } from '../people/desk-names';
import { followUpPrefix } from '../people/follow-up-names';
import { nameTemplate } from '../silence-templates';
import { findBasis } from './consent-rows';
import { logContact } from './contact-log';

interface Message {
	/** Names it in the outbox. */
	key: string;
	/** Undefined: not written yet. */
	content?: MessageContent;
}

/** Returns why a message is not to be sent, and notes it for whoever reads the log of the channel, once a day for each reason. */
export async function refuseWithoutBasis(
	connection: StateConnection,
	row: ConversationRow,
	message: Message,
	now: number,
): Promise<string | undefined> {
	const missing = await findMissing(connection, row, message, now);
	if (missing === undefined) return undefined;
	const reason = describeMissingBasis(missing);
	const details = { channel: row.channel, conversation: row.id, reason };
	const known = await connection.get(
		`SELECT 1 AS one FROM contact_log WHERE tenant = ? AND contact = ? AND kind = 'no-basis' AND at > ? AND details = ? LIMIT 1`,
		...[row.tenant, row.contact, now - dayMs, JSON.stringify(details)],
	);
	if (!known) await logContact(connection, { tenant: row.tenant, contact: row.contact, kind: 'no-basis', actor: 'agent', details }, now);
	return reason;
}

const dayMs = 86_400_000;

async function findMissing(
	connection: StateConnection,
	row: ConversationRow,
	message: Message,
	now: number,
): Promise<BasisDemand | undefined> {
	const kinds = listKinds(row, message);
	if (kinds.length === 0) return undefined;
	const { requiredBases = [] } = await readChannelRules(connection, row);
	const demands = [...requiredBases, ...(await readTenantDemands(connection, row.tenant))].map(readBasisDemand);
	const found = new Map<string, Pick<ContactConsent, 'basis'> | undefined>();
	for (const demand of demands.filter(({ kind }) => kinds.includes(kind))) {
		const { purpose, basis } = demand;
		if (!found.has(purpose)) found.set(purpose, await findBasis(connection, row, purpose, now));
		const own = found.get(purpose);
		if (own === undefined || (basis !== undefined && own.basis !== basis)) return demand;
	}
	return undefined;
}

/** A template that opens the provider's window again for an answer is a part of the answer, and people at a desk decide by themselves. */
function listKinds(row: ConversationRow, { key, content }: Message): Array<BasisDemand['kind']> {
	if (key.startsWith(followUpPrefix)) return ['follow-ups'];
	if (key === nameTemplate(row) || key.startsWith(ofDesk)) return [];
	return [
		...(content?.kind === 'template' ? ['templates' as const] : []),
		...(row.lastContactAt === null ? ['first-messages' as const] : []),
	];
}

/** Rules of tenants are in the same database. */
async function readTenantDemands(connection: StateConnection, tenant: string): Promise<readonly string[]> {
	const stored = await connection.get<{ rules: string }>('SELECT rules FROM tenant_rules WHERE tenant = ?', tenant);
	return stored === undefined ? [] : ((JSON.parse(stored.rules) as TenantRules).requiredBases ?? []);
}
