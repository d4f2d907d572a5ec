/**
 * Contacts with an open `restriction` request: data is stored but unused. Its protocol opts them out, so nothing is sent and people get their
 * messages.
 */
import { tellRestriction } from '../../../../core/conversations/rights/restriction-texts';
import type { Language } from '../../../../core/base/text/languages';
import type { RestrictionAct } from '../../../../core/ports/channels/contact-rights';
import type { StateConnection } from '../../../database/state-database';
import { selectConversations } from '../conversation-rows';
import { addDeskWrites } from '../people/hand-over-rows';
import { changeMode } from '../people/mode-rows';
import { findDeskOf } from '../unsent-rows';
import { logContact } from './contact-log';
import type { HashName } from './opted-out-rows';
import { addRequest, endAllTo } from './request-rows';
import { findRestriction, removeRestriction, wantsNoMessages } from './restricted-rows';

interface Whom {
	tenant: string;
	contact: string;
}

/** @returns the protocol; undefined if already restricted */
export async function beginRestriction(
	connection: StateConnection,
	whom: Whom,
	act: RestrictionAct,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<string | undefined> {
	if ((await findRestriction(connection, whom, hashName)) !== undefined) return undefined;
	const request = { ...whom, kind: 'restriction' as const, channel: null, conversation: null, by: act.by };
	const protocol = await addRequest(connection, request, now);
	await logContact(connection, { ...whom, kind: 'restricted', actor: act.by, details: { reason: act.reason, protocol } }, now);
	await endAllTo(connection, whom, { protocol, hashName });
	await tellDesks(connection, whom, { protocol, language: act.language, isLifted: false }, now);
	return protocol;
}

/** @returns the ended protocol; undefined if there was none */
export async function liftRestriction(
	connection: StateConnection,
	whom: Whom,
	act: RestrictionAct,
	{ now, hashName }: { now: number; hashName: HashName },
): Promise<string | undefined> {
	const protocol = await findRestriction(connection, whom, hashName);
	if (protocol === undefined) return undefined;
	await removeRestriction(connection, whom, { protocol, by: act.by, outcome: act.reason }, { now, hashName });
	await logContact(connection, { ...whom, kind: 'restriction-lifted', actor: act.by, details: { reason: act.reason, protocol } }, now);
	await tellDesks(connection, whom, { protocol, language: act.language, isLifted: true }, now);
	if (await wantsNoMessages(connection, whom, hashName)) return protocol;
	for (const row of await selectConversations(connection, `tenant = ? AND contact = ? AND mode = 'person'`, whom.tenant, whom.contact))
		if (/^(agent$|process:)/.test(row.modeBy ?? ''))
			await changeMode(connection, row, { mode: 'agent', until: null, by: act.by, reason: act.reason }, now);
	return protocol;
}

async function tellDesks(
	connection: StateConnection,
	{ tenant, contact }: Whom,
	{ protocol, language, isLifted }: { protocol: string; language: Language; isLifted: boolean },
	now: number,
): Promise<void> {
	const text = tellRestriction({ contact, protocol, language, isLifted });
	for (const row of await selectConversations(connection, 'tenant = ? AND contact = ? AND joined_into IS NULL', tenant, contact)) {
		const desk = await findDeskOf(connection, tenant, row.channel);
		const id = `restriction ${protocol} ${isLifted ? 'lifted' : 'begun'} ${row.id}`;
		await addDeskWrites(connection, { tenant, id, conversation: row.id, desk }, [{ kind: 'note', text }], now);
	}
}
