/** Marks that reveal removed rows: encryption alone does not. */
import { createHash } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { memoryBounds } from '../../core/ports/memory-bounds';
import type { ConversationRow, FactRow, TurnRow } from './memory-tables';
import type { Owner } from './owners';

type End = Pick<ConversationRow, 'last' | 'summary_up_to'>;

export const sealEnd = (owner: Owner, end: End): Uint8Array => owner.seal(describeEnd(end), 'end');

/** @throws TroupeError VAULT_UNREADABLE if the end was moved, or the summary removed */
export function checkEnd(owner: Owner, { seal, summary, ...end }: End & Pick<ConversationRow, 'seal' | 'summary'>): void {
	if (owner.unseal(seal, 'end') !== describeEnd(end)) throw incomplete('A conversation');
	if ((summary === null) !== (end.summary_up_to === 0)) throw incomplete('A summary of a conversation');
}

const describeEnd = ({ last, summary_up_to }: End): string => JSON.stringify([last, summary_up_to]);

/** Checks that all turns after a number were read. @throws TroupeError VAULT_UNREADABLE */
export function checkTurns(turns: Array<Pick<TurnRow, 'number'>>, { last }: Pick<End, 'last'>, after: number, limit: number): void {
	const first = Math.max(after, last - memoryBounds.turns, 0) + 1;
	const expected = Math.max(0, Math.min(limit, last - first + 1));
	if (turns.length !== expected || turns.some(({ number }, index) => number !== first + index)) throw incomplete('A conversation');
}

type Facts = Array<Pick<FactRow, 'id' | 'content'>>;

export const sealFacts = (owner: Owner, facts: Facts): Uint8Array => owner.seal(hashFacts(facts), 'facts');

/** @throws TroupeError VAULT_UNREADABLE if a memory was removed, or replaced by an older one */
export function checkFacts(owner: Owner, seal: Uint8Array, facts: Facts): void {
	if (owner.unseal(seal, 'facts') !== hashFacts(facts)) throw incomplete('What is remembered of a person');
}

function hashFacts(facts: Facts): string {
	const hash = createHash('sha256');
	for (const { id, content } of facts.toSorted((one, other) => (one.id < other.id ? -1 : 1)))
		hash.update(JSON.stringify(id)).update(content);
	return hash.digest('hex');
}

function incomplete(what: string): TroupeError {
	return new TroupeError({
		code: 'VAULT_UNREADABLE',
		message: `${what} is not as it was stored: rows of the memory were removed or replaced.`,
		fix: 'Restore the store from a backup, or remove the conversation or person with `troupe memory forget`.',
	});
}
