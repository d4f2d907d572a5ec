/** Made-up companies and people who may buy, and how they write about themselves. Knows nothing of how records are compared. */
import type { Random } from '../../test/contract/random/random';

export interface Company {
	number: number;
	name: string;
	/** Fourteen characters; undefined for one that never tells it. */
	cnpj?: string;
	mailbox: string;
	/** A line of the company that several people write from. */
	phone?: string;
}

export interface Person {
	number: number;
	company?: Company;
	first: string;
	/** With what distinguishes father and son. */
	others: string;
	/** Digits with country and area. */
	phone: string;
	/** Whoever shares a number tells the whole name. */
	isFormal?: boolean;
	email?: string;
}

const firstNames =
	`José João Antônio Francisco Carlos Paulo Pedro Lucas Luís Marcos Rafael Daniel Bruno Eduardo Felipe Rodrigo Manoel Mateus André Fernando
	Maria Ana Francisca Antônia Adriana Juliana Márcia Fernanda Patrícia Aline Sandra Camila Amanda Bruna Jéssica Letícia Júlia Luciana Vanessa Mariana`.split(
		/\s+/,
	);
const familyNames = 'Silva Santos Oliveira Souza Lima Costa Pereira Ferreira Almeida Araújo Gonçalves Ribeiro'.split(' ');
const trades = ['Padaria', 'Mercado', 'Restaurante', 'Confeitaria', 'Hotel'];
const departments = ['compras', 'contato', 'financeiro', 'vendas', 'comercial'];
const areas = ['11', '21', '31', '41', '51', '61', '71', '81'];

/** The check digits of the Receita Federal: characters count by their code, from the right with the weights 2 to 9. */
function completeCnpj(root: string): string {
	let number = root;
	for (let round = 0; round < 2; round += 1) {
		const sum = [...number].reverse().reduce((total, one, index) => total + (one.charCodeAt(0) - 48) * (2 + (index % 8)), 0);
		const rest = sum % 11;
		number += rest < 2 ? 0 : 11 - rest;
	}
	return number;
}

export function createCompanies(count: number, random: Random): Company[] {
	return Array.from({ length: count }, (_, number) => {
		const letter = random.chance(0.1) ? 'A' : '1';
		return {
			number,
			name: `${trades[number % trades.length]} ${random.pick(familyNames)} ${random.pick(firstNames)}`,
			...(random.chance(0.75) && { cnpj: completeCnpj(`${letter}${String(2_000_000 + number)}0001`) }),
			mailbox: `${random.pick(departments)}@empresa${number}.example`,
			...(random.chance(0.3) && { phone: `55${random.pick(areas)}3${String(2_000_000 + number)}` }),
		};
	});
}

/** Every fourth person is like the one before: the same number in another area, the same full name, or a father's number and name. */
export function createPeople(count: number, companies: readonly Company[], random: Random): Person[] {
	const people: Person[] = [];
	while (people.length < count) {
		const number = people.length;
		const before = people.at(-1);
		// A company that never tells its CNPJ is known by one person only.
		const numbered = companies.filter(({ cnpj }) => cnpj !== undefined);
		const silent = companies.filter(({ cnpj }) => cnpj === undefined)[number];
		const company = silent ?? (random.chance(0.1) ? undefined : random.pick(numbered));
		const line = String(10_000_000 + number * 7).slice(1);
		const person: Person = {
			number,
			company,
			first: random.pick(firstNames),
			others: `${random.chance(0.4) ? `${random.pick(familyNames)} ` : ''}${random.pick(familyNames)}`,
			phone: `55${random.pick(areas)}9${random.between(7, 9)}${line}`,
			...(random.chance(0.6) && { email: `pessoa${number}@correio.example` }),
		};
		if (before?.company?.cnpj !== undefined && number % 4 === 3) makeAlike(person, before, random);
		else if (company?.phone !== undefined && number % 4 === 1 && random.chance(0.5)) {
			Object.assign(person, { phone: company.phone, isFormal: true });
		}
		people.push(person);
	}
	return people;
}

function makeAlike(person: Person, before: Person, random: Random): void {
	const { company, first, others, phone } = before;
	switch (random.pick(['area', 'name', 'son'])) {
		case 'area':
			return void Object.assign(person, { company, phone: `55${areas.find((one) => one !== phone.slice(2, 4))}${phone.slice(4)}` });
		case 'name':
			return void Object.assign(person, { company, first, others });
		default:
			Object.assign(person, { company, first, others: `${others} Filho`, phone });
			before.isFormal = person.isFormal = true;
	}
}

const unaccented = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '');

export function writeName({ first, others, isFormal }: Person, random: Random): string {
	const full = `${first} ${others}`;
	const last = others.split(' ').at(-1)!;
	const short = others.includes('Filho') ? full : `${first} ${last}`;
	const formal = [full, unaccented(full), full.toUpperCase(), full.replace(' ', ' de ')];
	return random.pick(isFormal ? formal : [...formal, short, first]);
}

/** With and without country, ninth digit and signs. */
export function writePhone(digits: string, random: Random): string {
	const area = digits.slice(2, 4);
	const line = digits.slice(4);
	const isMobile = line.length === 9;
	const national = `(${area}) ${line.slice(0, -4)}-${line.slice(-4)}`;
	return random.pick([
		`+${digits}`,
		digits,
		national,
		`0${area} ${line}`,
		...(isMobile ? [`55${area}${line.slice(1)}`, `${area}${line.slice(1)}`] : []),
	]);
}

export const writeEmail = (email: string, random: Random): string => random.pick([email, email, email.toUpperCase()]);

export function writeCnpj(cnpj: string, random: Random): string {
	return random.pick([cnpj, cnpj.replace(/^(.{2})(.{3})(.{3})(.{4})(.{2})$/, '$1.$2.$3/$4-$5')]);
}

export const writeCompanyName = (name: string, random: Random): string =>
	random.pick([name, name.toUpperCase(), `${name} Ltda`, unaccented(name)]);
