import { signCheckpoint } from '../../../core/audit/checkpoint';
import { createSigner, formatVerifierKey } from '../../../core/audit/note-key';
import { formatTlogProof } from '../../../core/audit/tlog-proof';
import { naivePath, naiveRoot } from '../../../test/support/naive-tree';
import { checkProof } from './check-proof';
import { slowTest } from '../../../test/support/slow-tests';

const log = createSigner('example.com/log', 'note', Buffer.alloc(32, 7));
const key = formatVerifierKey(log.key);
const prove = (count: number, index: number) => {
	const entries = Array.from({ length: count }, (_, at) => Buffer.from(`entry ${at}`));
	const checkpoint = signCheckpoint({ origin: 'example.com/log', size: BigInt(count), root: naiveRoot(entries) }, log);
	return formatTlogProof({ index: BigInt(index), proof: naivePath(index, entries), checkpoint, extra: entries[index]! });
};

slowTest('proves each entry of logs of all sizes up to 40', async () => {
	for (let count = 1; count <= 40; count += 1)
		for (let index = 0; index < count; index += 1)
			expect(await checkProof(prove(count, index), key)).toEqual({ size: count, leaf: `entry ${index}` });
});

slowTest('holds no proof of which a character was changed', async () => {
	const file = prove(13, 4);
	for (let at = 0; at < file.length; at += 1) {
		const changed = `${file.slice(0, at)}${file[at] === 'A' ? 'B' : 'A'}${file.slice(at + 1)}`;
		const { problem } = await checkProof(changed, key);
		expect([at, problem]).toEqual([at, expect.any(String)]);
	}
});

it('says what is wrong', async () => {
	const file = prove(13, 4);
	const other = formatVerifierKey(createSigner('example.com/log', 'note', Buffer.alloc(32, 9)).key);
	expect((await checkProof(file, other)).problem).toBe('other-key');
	expect((await checkProof(file.replace('index 4', 'index 5'), key)).problem).toBe('other-root');
	expect((await checkProof('nothing', key)).problem).toBe('unreadable');
	expect((await checkProof(file, 'nothing')).problem).toBe('unreadable');
});
