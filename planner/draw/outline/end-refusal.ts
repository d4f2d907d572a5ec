import type { Block, Choice } from '../../tree/plan-tree';
import { without } from './match-words';
import type { Outline } from './outline';
import { outlineTexts } from './outline-texts';

export const tells =
	/^(?:send|email|notify|inform|message|tell|warn|alert|write|answer|reply|respond|call|phone|explain|enviar|mandar|notificar|avisar|informar|comunicar|alertar|escrever|responder|ligar|telefonar|contactar|contatar|dizer|explicar)(?!\p{L})/iu;

/** Returns the choice of a refusal: a block, or the last one in a branch of it. */
function findRefusal(block: Block | undefined): Choice | undefined {
	if (block?.kind !== 'choice') return undefined;
	if (isRefused(block)) return block;
	for (const { do: blocks } of [...block.branches, block.otherwise]) {
		const inner = findRefusal(blocks.at(-1));
		if (inner) return inner;
	}
	return undefined;
}

function isRefused({ branches, otherwise }: Choice): boolean {
	const [refused, ...others] = branches;
	if (refused?.when !== 'approved = false' || others.length > 0 || otherwise.do.length > 0 || refused.do.length === 0) return false;
	return refused.do.every(({ kind, name }) => kind !== 'end' && tells.test(name));
}

/**
 * Ends the way of a refusal that only tells somebody, where the wish goes on: `when the manager says no, tell the customer. Then pay` pays nobody who was
 * refused. What is done in any case follows both ways.
 * @param start where the blocks of the sentence begin
 */
export function endRefusal(o: Outline, blocks: Block[], start: number, sentence: string): void {
	const refused = blocks.length > start ? findRefusal(blocks[start - 1]) : undefined;
	if (!refused) return;
	if (without(sentence, o.words.always) !== sentence) return;
	refused.branches[0]!.do.push({ kind: 'end', id: o.id('not-approved'), name: outlineTexts[o.language].refused });
}
