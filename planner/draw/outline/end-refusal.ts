import type { Block, Choice } from '../../tree/plan-tree';
import { without } from './match-words';
import type { Outline } from './outline';
import { outlineTexts } from './outline-texts';

export const tells =
	/^(?:send|email|notify|inform|message|tell|warn|alert|write|answer|reply|respond|call|phone|explain|enviar|mandar|notificar|avisar|informar|comunicar|alertar|escrever|responder|ligar|telefonar|contactar|contatar|dizer|explicar)(?!\p{L})/iu;

const isRefused = (block: Block | undefined): block is Choice =>
	block?.kind === 'choice' &&
	block.branches.length === 1 &&
	block.branches[0]!.when === 'approved = false' &&
	block.otherwise.do.length === 0 &&
	block.branches[0]!.do.length > 0 &&
	block.branches[0]!.do.every(({ kind, name }) => kind !== 'end' && tells.test(name));

/**
 * Ends the way of a refusal that only tells somebody, where the wish goes on: `when the manager says no, tell the customer. Then pay` pays nobody who was
 * refused. What is done in any case follows both ways.
 * @param start where the blocks of the sentence begin
 */
export function endRefusal(o: Outline, blocks: Block[], start: number, sentence: string): void {
	const refused = blocks[start - 1];
	if (blocks.length <= start || !isRefused(refused)) return;
	if (without(sentence, o.words.always) !== sentence) return;
	refused.branches[0]!.do.push({ kind: 'end', id: o.id('not-approved'), name: outlineTexts[o.language].refused });
}
