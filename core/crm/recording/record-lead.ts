import { TroupeError } from '../../base/errors';
import type { Crm, DealFields, Doubt, DoubtReason, PersonFields, StoredDeal, StoredPerson } from '../../ports/crm';
import type { Lead, LeadSettings, RecordedContact, RecordedDeal, RecordedLead, RecordedStep } from '../lead';
import { markNote, writeLeadNotes } from '../lead-notes';
import type { LeadNote } from '../lead-notes';
import { isName } from '../people/compare-names';
import { isSharedMailbox } from '../people/shared-mailbox';
import { hasRequestsAfter, listRequestsSince, narrowLead } from '../requests';
import { addNote } from './add-note';
import { findChanges, hasAny, withoutKnownContacts } from './find-changes';
import { findOrCreate } from './find-or-create';
import { joinIntents, type LeadParts, withTiming } from './lead-parts';
import type { LeadProgress } from './lead-parts';
import { recordCompany } from './record-company';
import type { FoundCompany } from './record-company';
import { searchPerson } from './search-person';

/** Finds an origin by id or name. Undefined for an unknown name, which is left out. */
async function findOrigin(crm: Crm, origin: string | undefined, signal: AbortSignal): Promise<string | undefined> {
	if (origin === undefined || /^\d+$/.test(origin)) return origin;
	const { origins } = await crm.listChoices(signal);
	return origins.find(({ name }) => fold(name) === fold(origin))?.id;
}

const fold = (name: string): string => name.trim().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

type Records = Pick<DealFields, 'companyId' | 'personId'>;

interface DealAndNotes {
	deal: RecordedDeal;
	notes: LeadNote[];
}

/** Records a lead's deal. New requests after a closed deal make another one; each names the other in a note. */
async function recordDeal(
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

const reasons: Record<DoubtReason, string> = {
	'other-name': 'mesmo telefone ou e-mail, outro nome',
	'shared-contact': 'mesmo telefone ou e-mail da empresa, nome parecido',
	'same-name': 'mesmo nome ou nome parecido, na mesma empresa',
	'also-fits': 'outro cadastro da mesma pessoa',
	'without-number': 'cadastro do mesmo cliente, sem CNPJ',
	'too-many-people': 'tem mais pessoas do que se pode comparar',
};
const kinds = { person: 'pessoa', company: 'empresa' };

const describeDoubts = (doubts: readonly Doubt[]): string =>
	['Confira se é o mesmo cadastro:', ...doubts.map(({ kind, id, because }) => `- ${kinds[kind]} ${id}: ${reasons[because]}`)].join('\n');

/**
 * Records a lead: company, person, relation, deal and notes. Repeated with the same id, it resumes, updates changes, and creates nothing twice.
 * @throws TroupeError as `Crm` and `findOrCreate`; RUN_TAKEN, retryable
 */
export async function recordLead(lead: Lead, settings: LeadSettings, parts: LeadParts, signal: AbortSignal): Promise<RecordedLead> {
	checkPlace(parts.crm, settings);
	// Before creation: a template can be wrong.
	writeLeadNotes(lead, settings.noteTemplate);
	const contact = await recordContact(lead, parts, signal);
	const records = { companyId: contact.company?.id, personId: contact.person?.id };
	const { deal, notes: written } = await recordDeal(lead, settings, records, parts, signal);
	const { doubts } = contact;
	const all = doubts.length > 0 ? [...written, markNote(lead.id, describeDoubts(doubts))] : written;
	const notes: RecordedLead['notes'] = [];
	for (const note of all) notes.push(await addNote({ kind: 'deal', id: deal.id }, note, parts, signal));
	return { ...contact, deal, notes };
}

export async function recordContact(lead: Lead, parts: LeadParts, signal: AbortSignal): Promise<RecordedContact> {
	const cnpj = lead.company?.cnpj;
	const keys = [...(cnpj === undefined ? [] : [`company ${cnpj}`]), ...listPersonKeys(lead)];
	return parts.inTurn(keys, async (held) => {
		const ofPerson = cnpj === undefined ? held : held.slice(1);
		// Without a number, the person identifies a company.
		const intent = joinIntents(cnpj === undefined ? [parts.progress, ...held] : held.slice(0, 1), 'company');
		const company = await recordCompany(lead, intent, ofPerson, parts, signal);
		const person = await recordPerson(lead, company, ofPerson, parts, signal);
		const toStep = ({ id, isNew, changed }: NonNullable<typeof company>) => ({ id, isNew, changed });
		return { company: company && toStep(company), person, doubts: [...parts.progress.doubts] };
	});
}

/** Runs before creation. @throws TroupeError INPUT_INVALID */
function checkPlace({ name, dealNeeds }: Crm, settings: LeadSettings): void {
	const missing = dealNeeds.find((need) => settings[need] === undefined);
	if (missing === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} creates no deal without a ${missing}, and none is set.`,
		fix: `Set the ${missing} to its ID: \`troupe crm test\` lists them.`,
	});
}

function listPersonKeys({ person }: Lead): string[] {
	const { phone, email } = person ?? {};
	return [
		...(phone === undefined ? [] : [`phone ${phone}`]),
		...(email === undefined || isSharedMailbox(email) ? [] : [`address ${email}`]),
	];
}

/** Records a lead's person and links the company. @param ofPerson memory of the person's number and address */
async function recordPerson(
	lead: Lead,
	company: FoundCompany | null,
	ofPerson: readonly LeadProgress[],
	parts: LeadParts,
	signal: AbortSignal,
): Promise<RecordedStep | null> {
	if (lead.person === undefined) return null;
	const { progress } = parts;
	const { people } = parts.crm;
	const companyId = company?.id;
	const fields: PersonFields = { ...lead.person, externalCode: lead.id, ...(companyId !== undefined && { companyId }) };
	const remembered = ofPerson.flatMap(({ ids }) => ids.person ?? []);
	let doubts: readonly Doubt[] = [];
	const find = async (isOwn: boolean) => {
		const mine = progress.ids.person === undefined ? undefined : await people.get(progress.ids.person, signal);
		if (mine) return mine;
		const search = { remembered, isOwn, ofCompany: { ...lead.company, ...company?.fields }, earlier: company?.earlier ?? [] };
		const chosen = await searchPerson(fields, search, parts.crm, signal);
		doubts = chosen.doubts;
		return chosen.person;
	};
	const create = async () => people.create({ ...fields, email: await findFreeAddress(fields, undefined, parts, signal) }, signal);
	const keep = async (id: string) => {
		if (doubts.length > 0) await parts.tellDoubts({ kind: 'person', id }, doubts);
		for (const holder of ofPerson) if (holder.ids.person !== id) await holder.save({ person: id });
		if (progress.ids.person !== id) await progress.save({ person: id }, doubts);
	};
	const intent = joinIntents([progress, ...ofPerson], 'person');
	const found = await findOrCreate(withTiming({ what: 'the person', find, create, keep, intent }, parts));
	const changed = found.stored ? await updatePerson(found.stored, fields, company, parts, signal) : [];
	return { id: found.id, isNew: found.isNew, changed };
}

async function updatePerson(
	stored: StoredPerson,
	fields: PersonFields,
	company: FoundCompany | null,
	parts: LeadParts,
	signal: AbortSignal,
): Promise<string[]> {
	const { crm } = parts;
	const { name, custom: _custom, externalCode: _code, companyId, ...details } = fields;
	const { email, ...others } = findChanges<Partial<PersonFields>>(withoutKnownContacts(details, stored), stored);
	const address = email === undefined ? undefined : await findFreeAddress(fields, stored.id, parts, signal);
	const isNamed = !isName(stored.name) && isName(name);
	const changes: Partial<PersonFields> = { ...(isNamed && { name }), ...others, ...(address !== undefined && { email: address }) };
	if (hasAny(changes)) await crm.people.update(stored.id, changes, signal);
	// Never takes a person from another company.
	const mayMove = crm.hasUniqueAddresses || stored.companyId === undefined || company?.earlier.includes(stored.companyId);
	if (companyId !== undefined && stored.companyId !== companyId && mayMove) await crm.relate(stored.id, companyId, signal);
	return Object.keys(changes);
}

/** Undefined for an address of somebody else, if the CRM allows each once. */
async function findFreeAddress(
	{ name, email }: PersonFields,
	id: string | undefined,
	{ crm }: LeadParts,
	signal: AbortSignal,
): Promise<string | undefined> {
	if (!crm.hasUniqueAddresses || email === undefined) return email;
	if (isSharedMailbox(email)) return undefined;
	const { people } = await crm.people.list({ name, email }, signal);
	return people.some((person) => person.id !== id && person.emails.includes(email)) ? undefined : email;
}
