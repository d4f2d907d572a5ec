import type { CompanyFields, Doubt, Stored } from '../../ports/crm';
import type { Lead, RecordedStep } from '../lead';
import { isSameCompanyName } from '../people/compare-names';
import { findChanges, hasAny, withoutKnownContacts } from './find-changes';
import { findOrCreate, type Intent } from './find-or-create';
import { type LeadParts, type LeadProgress, withTiming } from './lead-parts';
import { searchPerson } from './search-person';

export interface FoundCompany extends RecordedStep {
	fields: Partial<CompanyFields>;
	/** Possible companies of the person: those named before, and one without its number. */
	earlier: string[];
}

/**
 * Records a lead's company by CNPJ; without one, that of this lead, or one of the same name that the person named before. @param ofPerson memory of
 * the person's number and address
 */
export async function recordCompany(
	lead: Lead,
	intent: Intent,
	ofPerson: readonly LeadProgress[],
	parts: LeadParts,
	signal: AbortSignal,
): Promise<FoundCompany | null> {
	const { company } = lead;
	if (company === undefined) return null;
	const { companies, people } = parts.crm;
	const { progress } = parts;
	let doubts: Doubt[] = [];
	const named = progress.ids.company;
	const get = async (id: string | undefined) => (id === undefined ? undefined : companies.get(id, signal));
	const isNamed = (one: Stored<CompanyFields> | undefined) => isSameCompanyName(one?.name, company.name);
	const listRemembered = async () => {
		const ids = new Set(ofPerson.map((holder) => holder.ids.company));
		for (const id of new Set(ofPerson.flatMap((holder) => holder.ids.person ?? []))) ids.add((await people.get(id, signal))?.companyId);
		ids.delete(progress.ids.company);
		const found: Array<Stored<CompanyFields>> = [];
		for (const id of ids) found.push(...[(await get(id)) ?? []].flat());
		return found.filter(isNamed);
	};
	const findByPerson = async () => {
		if (lead.person === undefined) return undefined;
		const remembered = ofPerson.flatMap(({ ids }) => ids.person ?? []);
		const { person } = await searchPerson(lead.person, { remembered, isOwn: false, ofCompany: company, earlier: [] }, parts.crm, signal);
		const found = await get(person?.companyId);
		return isNamed(found) ? found : undefined;
	};
	const find = async (): Promise<Stored<CompanyFields> | undefined> => {
		const mine = await get(progress.ids.company);
		if (company.cnpj === undefined) {
			if (mine) return mine;
			const remembered = await listRemembered();
			const known = remembered.find(({ cnpj }) => cnpj !== undefined) ?? remembered[0];
			return known ?? (await findByPerson()) ?? companies.find({ externalCode: lead.id }, signal);
		}
		if (mine?.cnpj === company.cnpj) return mine;
		const isUnnumbered = (one: Stored<CompanyFields> | undefined) => one !== undefined && one.cnpj === undefined;
		const earlier = [mine, ...(await listRemembered())].find(isUnnumbered);
		const numbered = await companies.find({ cnpj: company.cnpj }, signal);
		doubts = numbered && earlier && numbered.id !== earlier.id ? [{ kind: 'company', id: earlier.id, because: 'without-number' }] : [];
		return numbered ?? earlier ?? [await findByPerson()].find(isUnnumbered);
	};
	const keep = async (id: string) => {
		if (doubts.length > 0) await parts.tellDoubts({ kind: 'company', id }, doubts);
		for (const holder of ofPerson) if (holder.ids.company !== id) await holder.save({ company: id });
		if (progress.ids.company !== id) await progress.save({ company: id }, doubts);
	};
	const create = () => companies.create({ ...company, externalCode: lead.id }, signal);
	const found = await findOrCreate(withTiming({ what: 'the company', find, create, keep, intent }, parts));
	const { name: _name, custom: _custom, ...details } = company;
	const changes = found.stored ? findChanges(withoutKnownContacts(details, found.stored), found.stored) : {};
	if (hasAny(changes)) await companies.update(found.id, changes, signal);
	return {
		id: found.id,
		isNew: found.isNew,
		changed: Object.keys(changes),
		fields: found.stored ?? {},
		earlier: [named ?? [], doubts.map(({ id }) => id)].flat(2),
	};
}
