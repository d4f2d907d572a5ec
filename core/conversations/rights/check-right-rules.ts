import { TroupeError } from '../../base/errors';
import { readRightWord, type RightRules } from '../../ports/channels/right-rules';
import { toPlain } from './recognize-right';

/** @throws TroupeError INPUT_INVALID for a word that no message can be, such as a courtesy, which messages lose */
export function checkRightRules({ rightWords = [] }: Partial<RightRules>): void {
	const empty = rightWords.map(readRightWord).find(({ words }) => toPlain(words) === '');
	if (empty === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(empty.words.slice(0, 60))} cannot be a demand: it is only a greeting, thanks or a sign.`,
		fix: 'Name the word of the demand, such as "opt-out chega".',
	});
}
