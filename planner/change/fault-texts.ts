import type { Fault, PlanTree } from '../tree/plan-tree';

type Told = Pick<Fault, 'message' | 'fix'>;

interface ChangeFaultTexts {
	unknownBlock(id: string, known: string): Told;
	noBranches(id: string, kind: string): Told;
	unknownPart(id: string, part: string, known: string): Told;
	intoItself(id: string): Told;
	fixedField(names: string): Told;
	unknownInput(name: string, known: string): Told;
	tooMany(count: number, max: number): Told;
	unknownChange(known: string): Told;
	none: string;
}

export const changeFaultTexts: Record<PlanTree['language'], ChangeFaultTexts> = {
	en: {
		unknownBlock: (id, known) => ({ message: `The plan has no block "${id}".`, fix: `Name one of: ${known}.` }),
		noBranches: (id, kind) => ({
			message: `"${id}" is of kind ${kind}, which has no branches.`,
			fix: 'Name a choice, a parallel block or an event.',
		}),
		unknownPart: (id, part, known) => ({ message: `"${id}" has no part "${part}".`, fix: `Name one of: ${known}.` }),
		intoItself: (id) => ({ message: `"${id}" cannot be moved into itself.`, fix: 'Name another block as its place.' }),
		fixedField: (names) => ({
			message: `${names} cannot be set.`,
			fix: 'Keep ids, and change lists of blocks with insert, remove, replace, move, add-branch and remove-branch.',
		}),
		unknownInput: (name, known) => ({ message: `The plan has no input "${name}".`, fix: `Name one of: ${known}.` }),
		tooMany: (count, max) => ({
			message: `There are ${count} changes: at most ${max} are made at once.`,
			fix: 'Change the plan in several turns.',
		}),
		unknownChange: (known) => ({
			message: 'This change is unknown, or it lacks a field.',
			fix: `Give "op" as one of ${known}, with its fields.`,
		}),
		none: 'none',
	},
	pt: {
		unknownBlock: (id, known) => ({ message: `O plano não tem o bloco "${id}".`, fix: `Cite um destes: ${known}.` }),
		noBranches: (id, kind) => ({
			message: `"${id}" é do tipo ${kind}, que não tem ramos.`,
			fix: 'Cite uma escolha (choice), um bloco paralelo (parallel) ou um evento (event).',
		}),
		unknownPart: (id, part, known) => ({ message: `"${id}" não tem a parte "${part}".`, fix: `Cite uma destas: ${known}.` }),
		intoItself: (id) => ({ message: `"${id}" não pode ser movido para dentro de si mesmo.`, fix: 'Cite outro bloco como lugar.' }),
		fixedField: (names) => ({
			message: `${names} não pode ser definido.`,
			fix: 'Mantenha os ids, e altere listas de blocos com insert, remove, replace, move, add-branch e remove-branch.',
		}),
		unknownInput: (name, known) => ({ message: `O plano não tem a entrada "${name}".`, fix: `Cite uma destas: ${known}.` }),
		tooMany: (count, max) => ({
			message: `São ${count} alterações: no máximo ${max} são feitas de uma vez.`,
			fix: 'Altere o plano em várias vezes.',
		}),
		unknownChange: (known) => ({
			message: 'Esta alteração é desconhecida, ou falta um campo nela.',
			fix: `Dê "op" como um destes: ${known}, com os campos dele.`,
		}),
		none: 'nenhum',
	},
};
