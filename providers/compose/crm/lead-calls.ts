/** Stores ids of leads, companies, numbers and addresses, so that all machines together create each record once. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { LeadProgress, LeadStep } from '../../../core/crm/recording/lead-parts';
import type { Doubt } from '../../../core/ports/crm';
import type { Clock } from '../../../core/ports/host';
import { crmCalls, type HeldCall, withCallInTurn } from '../calls/with-call';
import type { VaultHost } from '../hosts/state-host';

interface Notes {
	ids: Partial<Record<LeadStep, string>>;
	doubts: Doubt[];
	requests: Record<string, string>;
	doubt?: { step: string; at: number };
}

/** More than one person asks for. */
const maxRequests = 200;

interface LeadCalls {
	withLead<Result>(leadId: string, work: (progress: LeadProgress) => Promise<Result>): Promise<Result>;
	/** One holder of each key at a time; keys are locked in sorted order. */
	inTurn<Result>(keys: string[], work: (held: LeadProgress[]) => Promise<Result>): Promise<Result>;
	/** Forgets the keys once the work is done. Locks are taken in order. */
	forget<Result>(keys: string[], work: (known: Array<LeadProgress['ids']>) => Promise<Result>): Promise<Result>;
	/** Reads the remembered ids and keeps them. Locks are taken in order. */
	recall<Result>(keys: string[], work: (known: Array<LeadProgress['ids']>) => Promise<Result>): Promise<Result>;
}

interface LeadCallOptions {
	/** CRM and credential: the same lead can be in two. */
	account: string;
	clock: Clock;
	waitMs: number;
	pause(milliseconds: number): Promise<boolean>;
}

export function createLeadCalls(host: VaultHost, { account, clock, ...turn }: LeadCallOptions): LeadCalls {
	const withNotes = <Result>(key: string, work: (progress: LeadProgress) => Promise<Result>): Promise<Result> => {
		const held = (call: HeldCall<unknown>) => work(keepNotes(call, clock));
		return withCallInTurn<unknown>(crmCalls, host, digest(account, key), held, turn) as Promise<Result>;
	};
	const inTurn: LeadCalls['inTurn'] = ([key, ...others], work) =>
		key === undefined ? work([]) : withNotes(key, (first) => inTurn(others, (held) => work([first, ...held])));
	const withKnown =
		(keepsKnown: boolean): LeadCalls['forget'] =>
		([key, ...others], work) => {
			if (key === undefined) return work([]);
			const held = async (call: HeldCall<unknown>) => {
				const result = await withKnown(keepsKnown)(others, (known) => work([keepNotes(call, clock).ids, ...known]));
				if (!keepsKnown || call.known === undefined) await call.refused();
				return result;
			};
			return withCallInTurn<unknown>(crmCalls, host, digest(account, key), held, turn) as ReturnType<typeof work>;
		};
	return {
		withLead: (leadId, work) => withNotes(`lead ${leadId}`, work),
		inTurn,
		forget: withKnown(false),
		recall: withKnown(true),
	};
}

/** An id of a lead can be a phone number. */
const digest = (account: string, key: string) =>
	createHash('sha256')
		.update(JSON.stringify([account, key]))
		.digest('base64url');

function keepNotes(call: HeldCall<unknown>, clock: Clock): LeadProgress {
	const notes: Notes = { ids: {}, doubts: [], requests: {}, ...(call.known?.detail as Notes | undefined) };
	return {
		ids: notes.ids,
		doubts: notes.doubts,
		get requests() {
			return notes.requests;
		},
		keepRequests: async (deal, requests) => {
			const all = { ...notes.requests, ...Object.fromEntries(requests.map((id) => [id, deal])) };
			const next = Object.fromEntries(Object.entries(all).slice(-maxRequests));
			if (isDeepStrictEqual(next, notes.requests)) return;
			notes.requests = next;
			await call.keep(notes);
		},
		save: async (ids, doubts = []) => {
			Object.assign(notes.ids, ids);
			notes.doubts.push(...doubts);
			await call.keep(notes);
		},
		intent: (step) => ({
			get begunAt() {
				return notes.doubt?.step === step ? notes.doubt.at : undefined;
			},
			begin: async () => {
				notes.doubt = { step, at: clock.now() };
				await call.keep(notes);
			},
			end: async () => {
				if (notes.doubt?.step !== step) return;
				delete notes.doubt;
				await call.keep(notes);
			},
		}),
	};
}
