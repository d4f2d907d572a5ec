import type { DealFields, StoredDeal } from '../../ports/crm';
import type { Lead, LeadSettings, RecordedDeal } from '../lead';
import { type LeadNote, markNote, writeLeadNotes } from '../lead-notes';
import { hasRequestsAfter, listRequestsSince, narrowLead } from '../requests';
import { addNote } from './add-note';
import { findChanges, hasAny } from './find-changes';
import { findOrigin } from './find-origin';
import { findOrCreate } from './find-or-create';
import { type LeadParts, withTiming } from './lead-parts';

type Records = Pick<DealFields, 'companyId' | 'personId'>;

interface DealAndNotes {
	deal: RecordedDeal;
	notes: LeadNote[];
}

/** Records a lead's deal. New requests after a closed deal make another one; each names the other in a note. */
export async function recordDeal(
	whole: Lead,
	settings: LeadSettings,
	records: Records,
	parts: LeadParts,
	signal: AbortSignal,
): Promise<DealAndNotes> {
	const { progress } = parts;
	const { deals } = parts.crm;
	const { code, deal, previous, isOver, lead, notes } = await findRound(whole, settings.noteTemplate, records, parts, signal);
	if (deal && isOver) return { deal: { id: deal.id, isNew: false, changed: [], ...(previous && { previous: previous.id }) }, notes };
	const { pipeline, stage, origin, owner } = settings;
	const title = lead.deal.title ?? lead.company?.name ?? lead.person?.name ?? lead.id;
	const fields: DealFields = { ...lead.deal, title, pipeline, stage, origin, owner, ...records, externalCode: code };
	const find = async () => deal ?? deals.find({ ...records, externalCode: code }, signal);
	const keep = async (id: string) => {
		if (progress.ids.deal === id) return;
		if (previous) await linkDeals(lead, id, previous, parts, signal);
		await progress.save({ deal: id, ...(previous && { previousDeal: previous.id }) });
	};
	const create = async () => deals.create({ ...fields, origin: await findOrigin(parts.crm, origin, signal) }, signal);
	const creation = { what: 'the deal', find, create, keep, intent: progress.intent('deal') };
	const found = await findOrCreate(withTiming(creation, parts));
	// People move deals through stages: never move one back.
	const { custom: _custom, ...details } = { ...lead.deal, ...records };
	const changes = found.stored ? findChanges(details, found.stored) : {};
	if (hasAny(changes)) await deals.update(found.id, changes, signal);
	const ids = lead.requests?.map(({ id }) => id) ?? [];
	if (ids.length > 0) await progress.keepRequests(found.id, ids);
	const { previousDeal } = progress.ids;
	const recorded = { id: found.id, isNew: found.isNew, changed: Object.keys(changes), ...(previousDeal && { previous: previousDeal }) };
	return { deal: recorded, notes };
}

interface Round {
	code: string;
	deal?: StoredDeal;
	previous?: StoredDeal;
	/** The deal or an earlier one is closed, and already covers the lead. */
	isOver?: boolean;
	lead: Lead;
	notes: LeadNote[];
}

/** Finds the lead's deal, or the code of a new one: `lead`, `lead~2`, `lead~3`. */
async function findRound(
	whole: Lead,
	template: string | undefined,
	records: Records,
	parts: LeadParts,
	signal: AbortSignal,
): Promise<Round> {
	const { crm, progress } = parts;
	const known = progress.ids.deal;
	const mine = known === undefined ? undefined : await crm.deals.get(known, signal);
	const newest = mine ? readRound(whole.id, mine.externalCode) : 1;
	const earlier: StoredDeal[] = [];
	for (let round = 1; ; round += 1) {
		const code = round === 1 ? whole.id : `${whole.id}~${round}`;
		const deal = mine && round === newest ? mine : await crm.deals.find({ ...records, externalCode: code }, signal);
		const isNewest = round >= newest && deal?.closed === undefined;
		if (!isNewest && !deal) continue;
		const requests = listRequestsSince(whole, earlier, progress.requests);
		const lead = narrowLead(whole, requests);
		const found = { code, deal, previous: earlier.at(-1), lead, notes: writeLeadNotes(lead, template) };
		if (isNewest) return found;
		const goesOn = hasRequestsAfter(whole, deal!, earlier, progress.requests);
		if (!goesOn && (await hasNotes(deal!, found.notes, parts, signal))) return { ...found, isOver: true };
		earlier.push(deal!);
	}
}

function readRound(leadId: string, code: string | undefined): number {
	const [id, round] = code?.split(/~(?=\d{1,6}$)/) ?? [];
	return id === leadId && round !== undefined ? Number(round) : 1;
}

async function hasNotes({ id }: StoredDeal, notes: readonly LeadNote[], { crm }: LeadParts, signal: AbortSignal): Promise<boolean> {
	for (const { mark } of notes) if ((await crm.notes.find({ kind: 'deal', id }, mark, signal)) === undefined) return false;
	return true;
}

const outcomes = { won: 'ganho', lost: 'perdido' };

async function linkDeals({ id: leadId }: Lead, id: string, previous: StoredDeal, parts: LeadParts, signal: AbortSignal): Promise<void> {
	const back = `Volta do negócio ${previous.id} (${outcomes[previous.closed ?? 'won']}).`;
	await addNote({ kind: 'deal', id }, markNote(leadId, back), parts, signal);
	await addNote({ kind: 'deal', id: previous.id }, markNote(leadId, `O cliente voltou: negócio ${id}.`), parts, signal);
}
