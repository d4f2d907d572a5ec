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
import { hasOpen } from '../message-answers';
import { ofDesk } from '../people/desk-names';
import { followUpPrefix } from '../people/follow-up-names';
import { nameTemplate } from '../silence-templates';
import { findBasis } from './consent-rows';
import { logContact } from './contact-log';

interface Message {
	key: string;
	content?: MessageContent;
	writer?: string | null | undefined;
	/** Number of the answered message; `nothing`, or 0 if unknown. */
	answers?: number;
}

/** Value of `answers` for a message that starts a talk with a silent customer. */
export const nothing = -1;

/** For this long after the customer's last message, a message belongs to the conversation even if nothing awaits an answer. */
const runningMs = 24 * 60 * 60 * 1_000;

/** Judges a message without a stated answer: one that answers nothing counts as a follow-up. */
export async function answersNothing(connection: StateConnection, row: ConversationRow, key: string, now: number): Promise<boolean> {
	if (key.startsWith(ofDesk)) return false;
	if (row.lastContactAt === null || key.startsWith(followUpPrefix)) return true;
	if (now - row.lastContactAt <= runningMs) return false;
	return !(await hasOpen(connection, row));
}

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
		row.tenant,
		row.contact,
		now - dayMs,
		JSON.stringify(details),
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
	const opens = message.key === nameTemplate(row) && (await opensForAnswer(connection, row));
	const kinds = opens ? [] : listKinds(row, message);
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

function listKinds(row: ConversationRow, { key, content, writer, answers = 0 }: Message): Array<BasisDemand['kind']> {
	if (key.startsWith(followUpPrefix)) return ['follow-ups'];
	if (key.startsWith(ofDesk) || typeof writer === 'string') return [];
	const isTemplate = content?.kind === 'template';
	return [
		...(isTemplate && answers <= 0 ? ['templates' as const] : []),
		...(!isTemplate && answers === nothing && row.lastContactAt !== null ? ['follow-ups' as const] : []),
		...(row.lastContactAt === null ? ['first-messages' as const] : []),
	];
}

/** A template that reopens the provider's window for an answer is part of it. */
const opensForAnswer = async (connection: StateConnection, { tenant, id }: ConversationRow): Promise<boolean> =>
	(await connection.get(
		`SELECT 1 AS one FROM outgoing WHERE tenant = ? AND conversation = ? AND state = 'held' AND answers <> ? LIMIT 1`,
		tenant,
		id,
		nothing,
	)) !== undefined;

/** Tenant rules are in the same database. */
async function readTenantDemands(connection: StateConnection, tenant: string): Promise<readonly string[]> {
	const stored = await connection.get<{ rules: string }>('SELECT rules FROM tenant_rules WHERE tenant = ?', tenant);
	return stored === undefined ? [] : ((JSON.parse(stored.rules) as TenantRules).requiredBases ?? []);
}
