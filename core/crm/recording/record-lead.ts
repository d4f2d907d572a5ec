import { TroupeError } from '../../base/errors';
import type { Crm } from '../../ports/crm';
import { describeDoubts } from '../describe-doubts';
import type { Lead, LeadSettings, RecordedContact, RecordedLead } from '../lead';
import { markNote, writeLeadNotes } from '../lead-notes';
import { addNote } from './add-note';
import { joinIntents, type LeadParts } from './lead-parts';
import { recordCompany } from './record-company';
import { recordDeal } from './record-deal';
import { listPersonKeys, recordPerson } from './record-person';

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
