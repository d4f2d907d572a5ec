/** Adds the present state of a demand or legal-basis act, which its row lacks. */
import { answeredKinds, type ContactRequest } from '../../../core/ports/channels/contact-rights';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import type { Row } from '../../../providers/database/state-database';
import { openTenantCalendar } from '../request-calendar';
import type { ExportHost } from './export-host';

export type TellState = (row: Row) => Record<string, unknown>;

const consentsAtOnce = 1_000;

/** @param contact undefined if no channel knows the person @returns undefined for tables whose rows are complete */
export async function openTellState(table: string, contact: string | undefined, host: ExportHost): Promise<TellState | undefined> {
	if (table === 'contact_request') return openRequestStates(host);
	return table === 'contact_consent' && contact !== undefined ? openConsentStates(contact, host) : undefined;
}

const isAnswered = (kind: unknown): boolean => (answeredKinds as readonly unknown[]).includes(kind);
const toNumber = (value: unknown): number | null => (value === null ? null : Number(value));

async function openRequestStates(host: ExportHost): Promise<TellState> {
	const calendar = await openTenantCalendar(host);
	return ({ kind, at, due_at: dueAt, extended_at: extendedAt, settled_at: settledAt, is_refused: isRefused, outcome }) => {
		// Opt-outs and restrictions hold until somebody ends them.
		if (!isAnswered(kind)) return { state: settledAt === null ? 'in-force' : 'ended', due_on: null, outcome: null };
		const { state, dueOn } = calendar.describe({
			kind: kind as ContactRequest['kind'],
			at: Number(at),
			isRefused: Number(isRefused) === 1,
			dueAt: toNumber(dueAt),
			extendedAt: toNumber(extendedAt),
			settledAt: toNumber(settledAt),
		});
		return { state, due_on: dueOn, outcome: outcome ?? null };
	};
}

async function openConsentStates(contact: string, host: ExportHost): Promise<TellState> {
	const { rights } = await openChannels(host);
	const inForce = new Set<unknown>();
	let before: readonly [number, string] | undefined;
	do {
		const read = await rights.listConsents(host.tenant, contact, consentsAtOnce, before);
		for (const { id, isInForce } of read) if (isInForce) inForce.add(id);
		const last = read.length === consentsAtOnce ? read.at(-1) : undefined;
		before = last && [last.at, last.id];
	} while (before !== undefined);
	return ({ id, act }) => ({ state: inForce.has(id) ? 'in-force' : act === 'granted' ? 'ended' : null });
}
