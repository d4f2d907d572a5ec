import { listKnown } from '../../doers/fill/known-fields';
import type { Field, PlanTree } from '../plan-tree';
import { walkBlocks } from '../walk';
import type { Reader } from './reader';

/** The input that tells instances apart, where nothing else does. */
export const referenceFields: Record<PlanTree['language'], Field> = {
	en: {
		name: 'reference',
		type: 'text',
		label: 'Reference',
		description: 'Tells the instance of a message, such as an order number.',
		example: 'A-1',
	},
	pt: {
		name: 'reference',
		type: 'text',
		label: 'Referência',
		description: 'Identifica a instância de uma mensagem, como o número do pedido.',
		example: 'A-1',
	},
};

const identifies =
	/(?<!\p{L})(?:id|number|reference|ref|code|protocol|ticket|n[uú]mero|c[oó]digo|protocolo|refer[eê]ncia|cpf|cnpj)(?! (?:of|de) )(?!\p{L})/u;
const addresses = /(?<!\p{L})(?:e ?-?mail|phone|telefone|celular)(?!\p{L})/u;

/** Gives messages without a key the variable that tells instances apart, or a new input. Other values than those of the plan are not known. */
export function mendKeys(tree: PlanTree, reader: Reader): void {
	for (const { block, path } of walkBlocks(tree.do, '/do')) {
		if (block.kind !== 'event') continue;
		for (const [at, { on }] of block.waits.entries()) {
			if (on.kind !== 'message' || on.key !== '') continue;
			const place = `${path}/waits/${at}/on/key`;
			const field = findKey(listKnown(tree, path)) ?? addReference(tree);
			on.key = field?.name ?? 'null';
			if (field) reader.doubt(place, 'no-key', block.name, field.label ?? field.name);
			else reader.fault(place, 'missing', 'key', 'FEEL');
		}
	}
}

function findKey(known: readonly Field[]): Field | undefined {
	const sure = known.filter(({ type, required, options }) => (type === 'text' || type === 'number') && required !== false && !options);
	return [identifies, addresses].map((words) => sure.find((field) => words.test(wordsOf(field)))).find((field) => field !== undefined);
}

/** `orderId` is two words. */
const wordsOf = ({ name, label = '' }: Field): string => `${name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')} ${label}`.toLowerCase();

/** A time brings nothing. */
function addReference(tree: PlanTree): Field | undefined {
	if (tree.trigger.kind === 'timer') return undefined;
	const field = { ...referenceFields[tree.language] };
	if (!tree.inputs.some(({ name }) => name === field.name)) tree.inputs.push(field);
	return field;
}
