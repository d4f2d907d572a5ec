import canonicalize from 'canonicalize';
import { type AuditEntry, createLeaf, openCommitment, smallestId } from './audit-leaf';

const subject = { kind: 'subject' as const, id: 'ana' };
const entry: AuditEntry = {
	...{ tenant: 'acme', at: Date.UTC(2026, 0, 1), action: 'api_key.created', outcome: 'done "now"' },
	...{ who: { kind: 'user', value: { phone: '1', name: 'Ana' }, subject }, object: { kind: 'key', value: { b: 1, a: [2] }, hash: 'ab' } },
	details: { kind: 'text', value: '\u0000\u20ac' },
};

it('is canonical JSON, whatever parts it has', () => {
	for (const one of [entry, { ...entry, object: undefined }, { ...entry, details: undefined, who: { kind: 'system' } }]) {
		const { text, id } = createLeaf(one);
		expect(text).toBe(canonicalize(JSON.parse(text)));
		expect(JSON.parse(text)).toMatchObject({ v: 1, id, action: 'api_key.created', at: '2026-01-01T00:00:00.000Z' });
	}
});

it('commits to what could name a person, with a salt of its own, and opens nothing else', () => {
	const [first, second] = [createLeaf(entry), createLeaf(entry)];
	const [one, other] = [first.committed[0]!, second.committed[0]!];
	expect([one.part, one.subject, first.committed.length]).toEqual(['who', subject, 1]);
	expect(first.text).toContain(`"sha256":"${one.commitment}"`);
	expect(first.text).not.toContain('Ana');
	expect(one.commitment).not.toBe(other.commitment);
	expect(openCommitment(one.text, one.commitment)).toEqual({ value: { phone: '1', name: 'Ana' } });
	for (const text of [other.text, one.text.replace('Ana', 'Bia'), one.text.slice(4), '', ' '])
		expect(openCommitment(text, one.commitment)).toBe(undefined);
});

it('has ids in the order of time', () => {
	expect(Buffer.compare(Buffer.from(createLeaf(entry).id, 'hex'), smallestId(entry.at))).toBe(1);
	expect(Buffer.compare(Buffer.from(createLeaf(entry).id, 'hex'), smallestId(entry.at + 1))).toBe(-1);
	expect(smallestId(-1)).toEqual(smallestId(0));
});
