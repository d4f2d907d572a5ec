import { TroupeError } from '../base/errors';
import type { Crm, DealFields, NoteTarget, PersonFields } from '../ports/crm';
import { findOrCreate, type Creation, type Intent } from './find-or-create';
import type { Lead, LeadSettings, RecordedLead, RecordedStep } from './lead';
import { type LeadNote, writeLeadNotes } from './lead-notes';
import { isDeepStrictEqual } from 'node:util';

export type LeadStep = 'company' | 'person' | 'deal';

/** What is remembered of a lead between its runs, on disk. */
export interface LeadProgress {
	/** Ids of the lead's records in the CRM. */
	readonly ids: Partial<Record<LeadStep, string>>;
	save(step: LeadStep, id: string): Promise<void>;
	/** The intent of a step, or of a note by its mark. */
	intent(step: string): Intent;
}

export interface LeadParts {
	crm: Crm;
	progress: LeadProgress;
	/** Lets one lead of a company in at a time, over all machines. The intent is that of creating the company. */
	lockCompany<Result>(cnpj: string, work: (intent: Intent) => Promise<Result>): Promise<Result>;
	now: () => number;
	pause: (milliseconds: number) => Promise<boolean>;
}

/**
 * Records a lead in the CRM: company, person, their relation, deal and notes. Repeated with the same id, it goes on where it stopped, updates what
 * changed, and creates nothing twice.
 * @throws TroupeError as `Crm` and `findOrCreate`; RUN_TAKEN, retryable
 */
export async function recordLead(lead: Lead, settings: LeadSettings, parts: LeadParts, signal: AbortSignal): Promise<RecordedLead> {
	checkPlace(parts.crm, settings);
	const notes = writeLeadNotes(lead, settings.noteTemplate);
	const { company, person } = await recordContact(lead, parts, signal);
	const deal = await recordDeal(lead, settings, { companyId: company?.id, personId: person?.id }, parts, signal);
	const recorded: RecordedLead['notes'] = [];
	for (const note of notes) recorded.push(await addNote({ kind: 'deal', id: deal.id }, note, parts, signal));
	return { company, person, deal, notes: recorded };
}

/** Records company and person. The lock covers both, so that a company has each person once. */
export async function recordContact(lead: Lead, parts: LeadParts, signal: AbortSignal): Promise<Pick<RecordedLead, 'company' | 'person'>> {
	const record = async (intent: Intent) => {
		const company = await recordCompany(lead, intent, parts, signal);
		const person = await recordPerson(lead, company?.id, parts, signal);
		return { company, person };
	};
	const cnpj = lead.company?.cnpj;
	return cnpj === undefined ? record(parts.progress.intent('company')) : parts.lockCompany(cnpj, record);
}

async function recordCompany(lead: Lead, intent: Intent, parts: LeadParts, signal: AbortSignal): Promise<RecordedStep | null> {
	if (lead.company === undefined) return null;
	const { companies } = parts.crm;
	const fields = { ...lead.company, externalCode: lead.id };
	const known = parts.progress.ids.company;
	const find = async () => {
		const mine = known === undefined ? undefined : await companies.get(known, signal);
		// A lead that named another company before belongs to that of its number.
		const isSame = mine !== undefined && (fields.cnpj === undefined || mine.cnpj === undefined || mine.cnpj === fields.cnpj);
		return isSame ? mine : companies.find({ cnpj: fields.cnpj, externalCode: fields.cnpj === undefined ? lead.id : undefined }, signal);
	};
	const creation = { what: 'the company', find, create: () => companies.create(fields, signal), intent };
	const found = await findOrCreate(withTiming(creation, parts));
	if (found.id !== known) await parts.progress.save('company', found.id);
	// The name that people gave a company stays.
	const { name: _name, custom: _custom, ...details } = lead.company;
	const changes = found.stored ? findChanges(withoutKnownContacts(details, found.stored), found.stored) : {};
	if (hasAny(changes)) await companies.update(found.id, changes, signal);
	return { id: found.id, isNew: found.isNew, changed: Object.keys(changes) };
}

async function recordPerson(
	lead: Lead,
	companyId: string | undefined,
	parts: LeadParts,
	signal: AbortSignal,
): Promise<RecordedStep | null> {
	if (lead.person === undefined) return null;
	const { people } = parts.crm;
	const fields: PersonFields = { ...lead.person, externalCode: lead.id, ...(companyId !== undefined && { companyId }) };
	const known = parts.progress.ids.person;
	const find = async () => (known === undefined ? undefined : await people.get(known, signal)) ?? people.find(fields, signal);
	const creation = { what: 'the person', find, create: () => people.create(fields, signal), intent: parts.progress.intent('person') };
	const found = await findOrCreate(withTiming(creation, parts));
	if (found.id !== known) await parts.progress.save('person', found.id);
	const { name: _name, custom: _custom, ...details } = lead.person;
	const changes = found.stored ? findChanges(withoutKnownContacts(details, found.stored), found.stored) : {};
	if (hasAny(changes)) await people.update(found.id, changes, signal);
	// A person is created within the company.
	const isRelated = companyId === undefined || found.isNew || found.stored?.companyId === companyId;
	if (!isRelated) await parts.crm.relate(found.id, companyId, signal);
	return { id: found.id, isNew: found.isNew, changed: Object.keys(changes) };
}

async function recordDeal(
	lead: Lead,
	{ pipeline, stage, origin, owner }: LeadSettings,
	records: Pick<DealFields, 'companyId' | 'personId'>,
	parts: LeadParts,
	signal: AbortSignal,
): Promise<RecordedStep> {
	const { deals } = parts.crm;
	const title = lead.deal.title ?? lead.company?.name ?? lead.person?.name ?? lead.id;
	const fields: DealFields = { ...lead.deal, title, pipeline, stage, origin, owner, ...records, externalCode: lead.id };
	const known = parts.progress.ids.deal;
	const find = async () =>
		(known === undefined ? undefined : await deals.get(known, signal)) ?? deals.find({ ...records, externalCode: lead.id }, signal);
	const creation = { what: 'the deal', find, create: () => deals.create(fields, signal), intent: parts.progress.intent('deal') };
	const found = await findOrCreate(withTiming(creation, parts));
	if (found.id !== known) await parts.progress.save('deal', found.id);
	// People move a deal through its stages, and close it: neither is taken back.
	const { custom: _custom, ...details } = { ...lead.deal, ...records };
	const changes = found.stored && !found.stored.isClosed ? findChanges(details, found.stored) : {};
	if (hasAny(changes)) await deals.update(found.id, changes, signal);
	return { id: found.id, isNew: found.isNew, changed: Object.keys(changes) };
}

/** Adds a note unless it is there. */
export async function addNote(
	on: NoteTarget,
	{ text, mark }: LeadNote,
	parts: Pick<LeadParts, 'crm' | 'now' | 'pause'> & { progress: Pick<LeadProgress, 'intent'> },
	signal: AbortSignal,
): Promise<Omit<RecordedStep, 'changed'>> {
	const { notes } = parts.crm;
	const find = async () => {
		const id = await notes.find(on, mark, signal);
		return id === undefined ? undefined : { id };
	};
	const creation = { what: 'the note', find, create: () => notes.create(on, text, signal), intent: parts.progress.intent(mark) };
	const { id, isNew } = await findOrCreate(withTiming(creation, parts));
	return { id, isNew };
}

/** Before anything is created. @throws TroupeError INPUT_INVALID */
function checkPlace({ name, dealNeeds }: Crm, settings: LeadSettings): void {
	const missing = dealNeeds.find((need) => settings[need] === undefined);
	if (missing === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} creates no deal without a ${missing}, and none is set.`,
		fix: `Set the ${missing} to its ID: \`troupe crm test\` lists them.`,
	});
}

/** A record can have several addresses and numbers, in an order that people chose: only a missing one is added. */
function withoutKnownContacts<Fields extends { email?: string; phone?: string }>(details: Fields, stored: Partial<Fields>): Fields {
	const { email, phone, ...others } = details;
	return { ...others, ...(stored.email === undefined && { email }), ...(stored.phone === undefined && { phone }) } as Fields;
}

const hasAny = (changes: object) => Object.keys(changes).length > 0;

const withTiming = <Record extends { id: string }>(
	creation: Omit<Creation<Record>, 'now' | 'pause'>,
	{ now, pause }: Pick<LeadParts, 'now' | 'pause'>,
): Creation<Record> => ({ ...creation, now, pause });

/** Returns the fields that a record should have and has not. What is not known stays as it is; case and spaces do not count. */
function findChanges<Fields extends object>(wanted: Fields, stored: Partial<Fields>): Partial<Fields> {
	const changes = Object.entries(wanted).filter(
		([name, value]) => value !== undefined && !isSame(value, (stored as Record<string, unknown>)[name]),
	);
	return Object.fromEntries(changes) as Partial<Fields>;
}

function isSame(wanted: unknown, stored: unknown): boolean {
	if (typeof wanted === 'object' && typeof stored === 'object' && wanted && stored) {
		return isDeepStrictEqual(mapTexts(wanted), mapTexts(stored));
	}
	return normal(wanted) === normal(stored);
}

const mapTexts = (value: object) => Object.fromEntries(Object.entries(value).map(([name, one]) => [name, normal(one)]));

const normal = (value: unknown): unknown =>
	typeof value === 'string' ? value.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase().replace(/\/$/, '') : value;
