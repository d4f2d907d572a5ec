/** Plans leads of made-up people, in phases: the truth that records of a CRM are compared with. */
import type { Random } from '../../test/contract/random/random';
import { type Person, writeCnpj, writeCompanyName, writeEmail, writeName, writePhone } from './people';

/** A lead as a program sends it. */
export interface SentLead {
	id: string;
	company?: { name: string; cnpj?: string };
	person: { name: string; phone?: string; email?: string };
	details: { product: string };
}

export interface Truth {
	/** Whose lead it is. */
	person: number;
	company?: number;
	/** Lists the products wanted, in the order of their deals. */
	wishes: string[][];
	/** It names a mailbox of the company in place of a number: two records are right, if people are asked. */
	isVague?: true;
	/** It does not name the CNPJ that the company has: a company of its own is right. */
	isUnnumbered?: true;
}

export interface LeadPlan {
	phases: SentLead[][];
	/** The leads whose deals are closed after a phase. */
	closed: string[][];
	leads: Map<string, Truth>;
}

const phaseCount = 3;

export function planLeads(count: number, people: readonly Person[], random: Random): LeadPlan {
	const list = <Item>(): Item[][] => Array.from({ length: phaseCount }, () => []);
	const plan: LeadPlan = { phases: list(), closed: list(), leads: new Map() };
	let products = 0;
	for (let number = 0; plan.phases.flat().length < count; number += 1) {
		const person = people[number % people.length]!;
		const id = `lead-${number}`;
		const truth: Truth = { person: person.number, company: person.company?.number, wishes: [], ...chooseVagueness(person, people, random) };
		plan.leads.set(id, truth);
		const ask = (phase: number, round: number): SentLead => {
			const product = `produto ${(products += 1)}`;
			(truth.wishes[round] ??= []).push(product);
			const lead = { ...describe(person, truth, random), id, details: { product } };
			plan.phases[phase]!.push(lead);
			return lead;
		};
		const begins = number < people.length ? 0 : random.between(0, 1);
		const first = ask(begins, 0);
		if (random.chance(0.15)) plan.phases[begins]!.push(first); // delivered twice
		if (random.chance(0.15)) ask(begins, 0);
		let round = 0;
		for (let phase = begins; phase < phaseCount - 1; phase += 1) {
			if (!random.chance(0.3)) continue;
			plan.closed[phase]!.push(id);
			ask(phase + 1, (round += 1));
			if (random.chance(0.3)) plan.phases[phase + 1]!.push(first); // a late delivery
		}
	}
	addMovedNumbers(plan, people, random);
	plan.phases.forEach((phase) => shuffle(phase, random));
	return plan;
}

/** Somebody with a namesake at the company always says more than a mailbox: nobody could tell them apart. */
function chooseVagueness({ number, company, first, others }: Person, people: readonly Person[], random: Random): Partial<Truth> {
	if (company?.cnpj === undefined) return {};
	// Who names neither a number nor a company that has one is somebody else for everybody.
	if (number % 2 === 0) return random.chance(0.1) ? { isUnnumbered: true } : {};
	const isNamesake = (other: Person) =>
		other.number !== number && other.company === company && other.first === first && other.others.startsWith(others.split(' ')[0]!);
	return random.chance(0.1) && !people.some(isNamesake) ? { isVague: true } : {};
}

function describe(person: Person, { isVague, isUnnumbered }: Truth, random: Random): Pick<SentLead, 'company' | 'person'> {
	const { company, first, others, phone } = person;
	const email = isVague || (company && random.chance(0.2)) ? company?.mailbox : person.email;
	const cnpj = isUnnumbered ? undefined : company?.cnpj;
	return {
		...(company && { company: { name: writeCompanyName(company.name, random), ...(cnpj && { cnpj: writeCnpj(cnpj, random) }) } }),
		person: {
			name: isVague ? `${first} ${others}` : writeName(person, random),
			...(!isVague && { phone: writePhone(phone, random) }),
			...(email && (isVague || random.chance(0.7)) && { email: writeEmail(email, random) }),
		},
	};
}

/** In the last phase, numbers of some go to people who were not heard of, at the same company. */
function addMovedNumbers(plan: LeadPlan, people: readonly Person[], random: Random): void {
	for (const { number, first, company, phone } of people.filter((one) => one.number % 15 === 0 && one.phone !== one.company?.phone)) {
		const other = people.find((one) => one.first !== first)!.first;
		const owner: Person = { number: people.length + number, company, first: other, others: 'Barbosa', phone, isFormal: true };
		const id = `moved-${number}`;
		const truth: Truth = { person: owner.number, company: company?.number, wishes: [[`produto de ${id}`]] };
		plan.leads.set(id, truth);
		plan.phases.at(-1)!.push({ ...describe(owner, truth, random), id, details: { product: truth.wishes[0]![0]! } });
	}
}

function shuffle<Item>(items: Item[], random: Random): void {
	for (let index = items.length - 1; index > 0; index -= 1) {
		const other = random.between(0, index);
		[items[index], items[other]] = [items[other]!, items[index]!];
	}
}
