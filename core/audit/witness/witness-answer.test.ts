import { formatCheckpoint } from '../checkpoint';
import { createSigner } from '../note-key';
import { readWitnessAnswer } from './witness-answer';

const { key } = createSigner('w.example', 'cosignature', Buffer.alloc(32, 1));
const text = formatCheckpoint({ origin: 'example.com/log', size: 5n, root: Buffer.alloc(32), extensions: [] });
const conflict = (old: bigint, body: string, contentType: string | null = 'text/x.tlog.size') =>
	readWitnessAnswer({ status: 409, contentType, body: Buffer.from(body) }, { text, old, key });

it('takes a conflict about the very size that the witness has for a fork, with a size or without one', () => {
	expect(conflict(5n, '5\n')).toEqual({ outcome: 'refused', reason: '409' });
	expect(conflict(5n, 'Conflict', 'text/plain')).toEqual({ outcome: 'refused', reason: '409' });
	expect(conflict(5n, '', null)).toEqual({ outcome: 'refused', reason: '409' });
});

it('takes other conflicts for what the witness knows', () => {
	expect(conflict(5n, '7\n')).toEqual({ outcome: 'behind', size: 7n });
	expect(conflict(3n, '5\n')).toEqual({ outcome: 'behind', size: 5n });
	expect(conflict(3n, '3\n')).toEqual({ outcome: 'behind', size: 3n });
	expect(conflict(3n, '')).toEqual({ outcome: 'failed', reason: '409 without a size' });
});
